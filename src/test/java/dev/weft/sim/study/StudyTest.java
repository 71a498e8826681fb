package dev.weft.sim.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weft.sim.Latency;
import dev.weft.sim.MessageKind;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.SimOptions;
import dev.weft.sim.Traffic;
import dev.weft.sim.study.Standing.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A study measures a network, and says so if it cannot. */
class StudyTest {

  private static final Study SMALL = Study.of(20);

  private final List<Standing> told = new ArrayList<>();

  private Findings run(Study study) throws InterruptedException {
    return study.run(told::add);
  }

  @Test
  void inAQuietNetworkEverythingIsFoundAtOnce() throws InterruptedException {
    Findings findings = run(SMALL);
    assertThat(findings.complete()).isTrue();
    assertThat(findings.up()).isEqualTo(20);
    assertThat(findings.items().stored()).isEqualTo(20);
    assertThat(findings.items().lost()).isZero();
    assertThat(findings.items().replicas().min()).isEqualTo(20);
    assertThat(findings.gets().right()).isEqualTo(20);
    assertThat(findings.lookups().hops().count()).isEqualTo(20);
    assertThat(findings.lookups().hops().mean()).isEqualTo(findings.theoreticalHops(), within(0.1));
    assertThat(findings.contacts().min()).isEqualTo(19);
    assertThat(findings.fullBuckets().max()).isZero();
    assertThat(findings.load().mean()).isPositive();
    assertThat(findings.intervals()).isEmpty();
    assertThat(findings.remarks()).isEmpty();
    assertThat(findings.turnover().ended()).isZero();
    assertThat(findings.measured()).isPositive().isLessThan(findings.simulated());
    assertThat(findings.messages())
        .isEqualTo(findings.traffic().values().stream().mapToLong(Traffic::messages).sum())
        .isGreaterThan(count(findings.measuredTraffic(), MessageKind.FIND_NODE));
  }

  private static long count(Map<MessageKind, Traffic> traffic, MessageKind kind) {
    return traffic.get(kind).messages();
  }

  @Test
  void theWatcherSeesEachStageGrow() throws InterruptedException {
    run(SMALL);
    assertThat(told).extracting(Standing::stage).contains(Stage.values()).isSorted();
    for (Stage stage : Stage.values()) {
      assertThat(told)
          .filteredOn(standing -> standing.stage() == stage)
          .extracting(Standing::done)
          .isSorted()
          .last()
          .isEqualTo(stage == Stage.MEASURE ? 40L : 20L);
    }
    assertThat(told).extracting(Standing::steps).isSorted();
  }

  @Test
  void theSameSeedGivesTheSameRunAndAnotherSeedAnother() throws InterruptedException {
    Study tiny = Study.of(5);
    String hash = run(tiny).traceHash();
    assertThat(run(tiny).traceHash()).isEqualTo(hash);
    assertThat(run(tiny.withSeed(2)).traceHash()).isNotEqualTo(hash);
  }

  @Test
  void withoutTheCodecMessagesHaveNoLength() throws InterruptedException {
    Study study =
        new Study(
            5,
            Duration.ZERO,
            4,
            3,
            Trouble.NONE,
            Latency.constant(Duration.ofMillis(10)),
            1,
            4,
            1,
            false);
    Findings findings = run(study);
    assertThat(findings.traffic().values()).extracting(Traffic::bytes).containsOnly(0L);
    assertThat(findings.gets().right()).isEqualTo(3);
    assertThat(findings.items().replicas().max()).isEqualTo(4);
  }

  @Test
  void getsAreSpreadOverTheTime() throws InterruptedException {
    Findings findings = run(SMALL.withTime(Duration.ofMinutes(30)));
    assertThat(findings.measured()).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(31));
    assertThat(findings.intervals()).hasSize(100);
    assertThat(findings.intervals().getLast().end()).isEqualTo(Duration.ofMinutes(30));
    assertThat(findings.intervals()).extracting(Interval::gets).contains(0, 1);
    assertThat(findings.intervals().stream().mapToInt(Interval::right).sum()).isEqualTo(20);
    assertThat(findings.nodeHours()).isEqualTo(10, within(0.4));
    long sent =
        findings.intervals().stream()
            .mapToLong(interval -> count(interval.traffic(), MessageKind.FIND_NODE))
            .sum();
    assertThat(sent)
        .isPositive()
        .isLessThanOrEqualTo(count(findings.measuredTraffic(), MessageKind.FIND_NODE));
    assertThat(told.getLast())
        .extracting(Standing::done, Standing::total)
        .containsExactly(1800L, 1800L);
  }

  @Test
  void anInterruptEndsItWithWhatWasFoundUntilThen() throws InterruptedException {
    Thread caller = Thread.currentThread();
    Findings findings =
        SMALL
            .withTime(Duration.ofDays(1))
            .run(
                standing -> {
                  if (standing.stage() == Stage.STORE && standing.done() == 10) {
                    caller.interrupt();
                    while (caller.isInterrupted()) {
                      Thread.onSpinWait(); // until it has noticed
                    }
                  }
                });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(findings.complete()).isFalse();
    assertThat(findings.items().stored()).isGreaterThanOrEqualTo(10);
    assertThat(findings.gets().tried()).isLessThan(20);
  }

  @Test
  void beforeTheFaultsBeginNothingIsMeasured() throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(SimOptions.of(1, 3))) {
      Findings findings = network.call(() -> new Course(SMALL, network, told::add).findings(false));
      assertThat(findings.intervals()).isEmpty();
      assertThat(findings.measuredTraffic()).isEqualTo(findings.traffic());
      assertThat(findings.load().count()).isZero();
    }
  }

  @Test
  void aWatcherThatFailsEndsIt() {
    var failure = new IllegalStateException("no more");
    assertThatThrownBy(
            () ->
                SMALL.run(
                    standing -> {
                      throw failure;
                    }))
        .isSameAs(failure);
  }

  @Test
  void whoIsInterruptedBeforehandFindsNothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> run(SMALL)).isInstanceOf(InterruptedException.class);
    assertThat(told).isEmpty();
  }
}
