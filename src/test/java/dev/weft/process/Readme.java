package dev.weft.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A file in Markdown, of which parts can be taken. Immutable.
 *
 * @param text all of it
 */
record Readme(String text) {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  static Readme of(Path file) throws IOException {
    return new Readme(Files.readString(file));
  }

  /** What stands under a heading, up to the next one. */
  Readme under(String heading) {
    var start = Pattern.compile("(?m)^#+ " + Pattern.quote(heading) + "$").matcher(text);
    if (!start.find()) {
      throw new AssertionError("there is no heading \"" + heading + "\"");
    }
    String rest = text.substring(start.end());
    var end = HEADING.matcher(withoutBlocks(rest));
    return new Readme(end.find() ? rest.substring(0, end.start()) : rest);
  }

  /** Comments of a shell look like headings; they are made spaces, so that all keeps its place. */
  private static String withoutBlocks(String text) {
    return Pattern.compile("(?ms)^```.*?^```$")
        .matcher(text)
        .replaceAll(block -> " ".repeat(block.group().length()));
  }

  /** The blocks in this language, in order. */
  List<String> blocks(String language) {
    return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
        .matcher(text)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /** The commands in the shell blocks, in order and without comments. */
  List<String> commands() {
    return blocks("sh").stream()
        .flatMap(String::lines)
        .map(line -> line.replaceFirst("(^|\\s+)#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** The rows of the tables, heads and rules left out, each as the cells between the bars. */
  List<List<String>> rows() {
    return Pattern.compile("(?m)^\\| (`.*) \\|$")
        .matcher(text)
        .results()
        .map(row -> List.of(row.group(1).split(" \\| ")))
        .toList();
  }

  /** Where its links lead to. */
  List<String> links() {
    return LINK.matcher(text).results().map(link -> link.group(1)).toList();
  }

  /** The names by which a link finds its headings. */
  List<String> anchors() {
    return HEADING
        .matcher(withoutBlocks(text))
        .results()
        .map(MatchResult::group)
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }
}
