package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the dashboard's files must not contain, as somebody else's text is shown by them. */
class DashboardFilesTest {

  private static final Path FOLDER = Path.of("src/main/resources/dev/weft/gateway");
  private static final int MOST_LINES = 350;

  /** What reads text as markup or as code. */
  private static final Pattern READS_TEXT =
      Pattern.compile(
          "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|srcdoc|eval\\(|new"
              + " Function|createContextualFragment");

  /** What a page may not have that is served with the policy {@code default-src 'self'}. */
  private static final Pattern INLINE =
      Pattern.compile("<style|\\sstyle=|\\son\\w+=|<script(?![^>]*\\ssrc=)|javascript:|data:");

  /** An address elsewhere, but for the one that names a language. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("(https?:)?//(?!www\\.w3\\.org/2000/svg)[\\w-]+\\.\\w");

  private static final Pattern FILE =
      Pattern.compile("(?:from |import\\(|src=|href=)\"(?:\\./)?([\\w.-]+\\.(?:js|css|svg))\"");

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void noScriptReadsTextAsMarkupOrCode() throws IOException {
    for (Path file : files(".js")) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(READS_TEXT);
    }
  }

  @Test
  void theContentSecurityPolicyLeavesNothingOut() throws IOException {
    for (Path file : files(".html")) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(INLINE);
    }
  }

  @Test
  void nothingIsFetchedFromElsewhere() throws IOException {
    for (Path file : files("")) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(ELSEWHERE);
    }
  }

  @Test
  void whatAFileNamesIsThereAndNoScriptIsLong() throws IOException {
    for (Path file : files("")) {
      List<String> named =
          FILE.matcher(Files.readString(file)).results().map(DashboardFilesTest::name).toList();
      assertThat(named).as(file.toString()).allMatch(name -> Files.exists(FOLDER.resolve(name)));
    }
    for (Path file : files(".js")) {
      assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThan(MOST_LINES);
    }
  }

  private static String name(MatchResult match) {
    return match.group(1);
  }
}
