package dev.weft.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Java in a file in Markdown that says where it is from: the last link before it to a Java file
 * does. Immutable.
 *
 * @param file the file
 * @param text all that stands in it
 */
record Excerpts(Path file, String text) {

  private static final Pattern LINK_OR_BLOCK =
      Pattern.compile("(?ms)\\]\\(([^)\\s]+\\.java)\\)|^```java\n(.*?)^```$");

  static Excerpts of(Path file) throws IOException {
    return new Excerpts(file, Files.readString(file));
  }

  /** How many there are. */
  int count() {
    return all().size();
  }

  /** Those that do not stand, line for line but for the indent, in the file that is named. */
  List<String> untrue() throws IOException {
    List<String> untrue = new ArrayList<>();
    for (Excerpt excerpt : all()) {
      if (!excerpt.standsIn(file.resolveSibling(excerpt.source).normalize())) {
        untrue.add(excerpt.source + ":\n" + excerpt.code);
      }
    }
    return untrue;
  }

  private List<Excerpt> all() {
    List<Excerpt> excerpts = new ArrayList<>();
    String source = "nowhere.java";
    for (var found : LINK_OR_BLOCK.matcher(text).results().toList()) {
      if (found.group(1) != null) {
        source = found.group(1);
      } else {
        excerpts.add(new Excerpt(source, found.group(2)));
      }
    }
    return excerpts;
  }

  private record Excerpt(String source, String code) {

    boolean standsIn(Path path) throws IOException {
      if (!Files.exists(path)) {
        return false;
      }
      String all = flat(Files.readString(path));
      int at = 0;
      for (String part : code.split("(?m)^ *// …\n")) {
        String wanted = flat(part);
        at = all.indexOf(wanted, at);
        if (at < 0) {
          return false;
        }
        at += wanted.length() - 1;
      }
      return true;
    }

    /** The lines without indents, each between two ends of lines. */
    private static String flat(String code) {
      return code.lines().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
    }
  }
}
