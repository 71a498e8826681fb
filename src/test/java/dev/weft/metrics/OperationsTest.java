package dev.weft.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.admission.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The guide for operators explains all that a node counts, and its alerts ask for nothing else. */
class OperationsTest {

  private static final Path GUIDE = Path.of(".github", "OPERATIONS.md");
  private static final Path ALERTS = Path.of(".github", "operations", "alerts.yaml");

  private static Page page;

  @BeforeAll
  static void scrape() throws InterruptedException {
    page = Page.sample();
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .distinct()
        .toList();
  }

  @Test
  void eachMetricIsExplainedAndNoOther() throws IOException {
    List<String> explained = found("`(weft_[a-z_]+)", Files.readString(GUIDE));
    assertThat(explained)
        .containsExactlyInAnyOrderElementsOf(found("^# TYPE (weft_\\w+)", page.text()));
  }

  @Test
  void eachRefusalIsExplained() throws IOException {
    List<String> rows =
        Files.readAllLines(GUIDE).stream().filter(line -> line.startsWith("| `")).toList();
    for (Refusal refusal : Refusal.values()) {
      assertThat(rows)
          .as(refusal.label())
          .anyMatch(row -> row.split("\\|")[1].contains("`" + refusal.label() + "`"));
    }
  }

  @Test
  void alertsAskForWhatIsThereAndAreExplained() throws IOException {
    String alerts = Files.readString(ALERTS);
    assertThat(page.names()).containsAll(found("(weft_[a-z_]+)", alerts));
    assertThat(Stream.of(Refusal.values()).map(Refusal::label))
        .containsAll(
            found("reason!?=~?\"([^\"]+)\"", alerts).stream()
                .flatMap(reasons -> Stream.of(reasons.split("\\|")))
                .toList());
    assertThat(found("`(Weft[A-Za-z]+)`", Files.readString(GUIDE)))
        .containsExactlyInAnyOrderElementsOf(found("- alert: (\\w+)", alerts));
  }
}
