package dev.weft.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

/** The dashboard asks for nothing that is not there. */
class GrafanaTest {

  private static final Pattern METRIC = Pattern.compile("weft_[a-z_]+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!=|=)\\s*\"");

  private static Page page;

  @BeforeAll
  static void scrape() throws InterruptedException {
    page = Page.sample();
  }

  private static Map<String, Object> dashboard() throws IOException {
    try (InputStream json = WeftMetrics.class.getResourceAsStream("grafana.json")) {
      return JSON.std.mapFrom(Objects.requireNonNull(json));
    }
  }

  /** All that is asked of Prometheus, wherever it stands. */
  private static List<String> queries(Object part) {
    List<String> found = new ArrayList<>();
    if (part instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            boolean isQuery = key.equals("expr") || key.equals("definition");
            found.addAll(isQuery ? List.of(value.toString()) : queries(value));
          });
    } else if (part instanceof List<?> list) {
      list.forEach(each -> found.addAll(queries(each)));
    }
    return found;
  }

  @Test
  void everyMetricThatIsAskedForIsOnThePage() throws Exception {
    TreeSet<String> asked = new TreeSet<>();
    for (String query : queries(dashboard())) {
      METRIC.matcher(query).results().map(MatchResult::group).forEach(asked::add);
    }
    assertThat(asked).hasSizeGreaterThan(25);
    assertThat(page.names()).containsAll(asked);
  }

  @Test
  void everyLabelThatIsAskedForIsOnThePageOrPrometheussOwn() throws Exception {
    for (String query : queries(dashboard())) {
      LABEL
          .matcher(query)
          .results()
          .map(match -> match.group(1))
          .filter(label -> !label.equals("job") && !label.equals("instance"))
          .forEach(label -> assertThat(page.text()).contains(label + "=\""));
    }
  }

  @Test
  void panelsHaveNumbersAndTitlesOfTheirOwn() throws Exception {
    List<?> panels = (List<?>) Objects.requireNonNull(dashboard().get("panels"));
    assertThat(panels)
        .hasSizeGreaterThan(20)
        .extracting(panel -> ((Map<?, ?>) panel).get("id"))
        .doesNotHaveDuplicates();
    assertThat(panels).allMatch(panel -> ((Map<?, ?>) panel).get("title") instanceof String);
  }
}
