package dev.weft.sim.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.sim.Latency;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What cannot be simulated is refused in a sentence. */
class StudyLimitsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Latency LATENCY = Latency.constant(Duration.ZERO);

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static Study study(int nodes, int items, int gets, int k) {
    return new Study(nodes, Duration.ZERO, items, gets, Trouble.NONE, LATENCY, 1, k, 1, true);
  }

  private static Trouble cut(Partition... partitions) {
    return new Trouble(0, 0, 0, List.of(partitions));
  }

  @Test
  void numbersHaveLimits() {
    refused("there are 2 to 1000000 nodes", () -> study(1, 0, 0, 20));
    refused("there are 2 to 1000000 nodes", () -> study(1_000_001, 0, 0, 20));
    refused("there are up to 1000000 items", () -> study(2, -1, 0, 20));
    refused("there are up to 1000000 items", () -> study(2, 1_000_001, 0, 20));
    refused("there are up to 1000000 gets", () -> study(2, 1, -1, 20));
    refused("there are up to 1000000 gets", () -> study(2, 1, 1_000_001, 20));
    refused("there must be items to get", () -> study(2, 0, 1, 20));
    refused("k is from 3 to 200", () -> study(2, 1, 1, 2));
    refused("k is from 3 to 200", () -> study(2, 1, 1, 201));
    assertThatCode(() -> study(1_000_000, 0, 0, 200)).doesNotThrowAnyException();
  }

  @Test
  void timeHasLimits() {
    String message = "the time is nothing, or from a second to 29 days";
    refused(message, () -> Study.of(2).withTime(Duration.ofMillis(-1)));
    refused(message, () -> Study.of(2).withTime(Duration.ofMillis(999)));
    refused(message, () -> Study.of(2).withTime(Duration.ofDays(29).plusMillis(1)));
    assertThat(Study.of(2).withTime(Duration.ofDays(29)).time()).isEqualTo(Duration.ofDays(29));
  }

  @Test
  void troubleHasLimits() {
    String churn = "churn is from 0 to 1000 percent an hour";
    refused(churn, () -> new Trouble(-0.1, 0, 0, List.of()));
    refused(churn, () -> new Trouble(10.1, 0, 0, List.of()));
    refused(churn, () -> new Trouble(Double.NaN, 0, 0, List.of()));
    refused("loss is from 0 to 1", () -> new Trouble(0, -0.1, 0, List.of()));
    refused("loss is from 0 to 1", () -> new Trouble(0, 1.1, 0, List.of()));
    String liars = "the share of liars is from 0 to 0.9";
    refused(liars, () -> new Trouble(0, 0, -0.1, List.of()));
    refused(liars, () -> new Trouble(0, 0, 0.91, List.of()));
  }

  @Test
  void troubleNeedsTime() {
    String message = "churn and partitions need hours to happen in";
    refused(message, () -> Study.of(2).withTrouble(new Trouble(0.1, 0, 0, List.of())));
    refused(message, () -> Study.of(2).withTrouble(cut(new Partition(0.5, Duration.ZERO, HOUR))));
    assertThatCode(() -> Study.of(2).withTrouble(new Trouble(0, 0.1, 0.1, List.of())))
        .doesNotThrowAnyException();
  }

  @Test
  void partitionsHaveAShareAndALength() {
    String share = "a partition's share of the nodes is between 0 and 1";
    refused(share, () -> new Partition(0, HOUR, HOUR));
    refused(share, () -> new Partition(1, HOUR, HOUR));
    String length = "a partition has a length";
    refused(length, () -> new Partition(0.5, HOUR.negated(), HOUR));
    refused(length, () -> new Partition(0.5, HOUR, Duration.ZERO));
  }

  @Test
  void partitionsFollowOneAnother() {
    Partition first = new Partition(0.5, Duration.ZERO, HOUR);
    Partition second = new Partition(0.1, HOUR, HOUR);
    assertThat(cut(second, first).partitions()).containsExactly(first, second);
    refused(
        "partitions must not overlap",
        () -> cut(first, new Partition(0.1, HOUR.minusNanos(1), HOUR)));
    refused(
        "partitions must end within the hours of the run",
        () -> Study.of(2).withTime(HOUR).withTrouble(cut(first, second)));
  }

  @Test
  void thereAreNotMoreNodesInAllThanASimulationHas() {
    Study study = Study.of(500_000).withTime(HOUR.multipliedBy(10));
    refused(
        "with so much churn there would be more than 1000000 nodes in all",
        () -> study.withTrouble(new Trouble(0.11, 0, 0, List.of())));
    assertThatCode(() -> study.withTrouble(new Trouble(0.1, 0, 0, List.of())))
        .doesNotThrowAnyException();
  }
}
