import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Counts what a class costs its reader: {@code java bench/Count.java FILE...}. Lines of code
 * without comments, blank lines and imports; branches, which are all places where control may go
 * one of several ways; states, which are the fields that change: those not final, and those final
 * ones that are collections made empty.
 */
final class Count {

  private static final Pattern BRANCH =
      Pattern.compile("\\b(if|for|while|catch)\\b|\\bcase\\b|&&|\\|\\||\\s\\?\\s");
  private static final Pattern STATE =
      Pattern.compile(
          "^  private (?!static)(?!final)[^(]*?(;|= [^(]*;)$"
              + "|^  private final [^(=]* = new \\w+<>\\(\\);$",
          Pattern.MULTILINE);

  public static void main(String[] files) throws IOException {
    System.out.println("lines\tbranches\tstates\tfile");
    for (String file : files) {
      String code = code(Files.readString(Path.of(file)));
      System.out.printf(
          "%d\t%d\t%d\t%s%n",
          code.lines().count(),
          count(BRANCH, code),
          count(STATE, code),
          Path.of(file).getFileName());
    }
  }

  private static String code(String source) {
    Stream<String> lines =
        source
            .replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", "")
            .lines()
            .filter(line -> !line.isBlank() && !line.matches("(import|package) .*"));
    return String.join("\n", lines.toList());
  }

  private static int count(Pattern pattern, String code) {
    Matcher matcher = pattern.matcher(code);
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }
}
