package dev.weft.sim.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults happen to the network, and are counted. */
class TroubleTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private static Findings run(Study study) throws InterruptedException {
    return study.run(standing -> {});
  }

  @Test
  void underChurnNodesEndInAllWaysAndAreReplaced() throws InterruptedException {
    Study study =
        Study.of(12).withTime(HOUR.dividedBy(3)).withTrouble(new Trouble(4, 0, 0.2, List.of()));
    Findings findings = run(study);
    Turnover turnover = findings.turnover();
    assertThat(turnover.ended()).isEqualTo(16);
    assertThat(turnover.killed()).isPositive();
    assertThat(turnover.gone()).isPositive();
    assertThat(turnover.left()).isPositive();
    assertThat(turnover.renewed()).isPositive();
    assertThat(turnover.restarted()).isPositive();
    assertThat(findings.up())
        .isEqualTo(12 - turnover.ended() + turnover.renewed() + turnover.restarted());
    assertThat(findings.gets().wrong()).isZero();
  }

  @Test
  void whoCannotJoinTriesAgainUntilTheEnd() throws InterruptedException {
    Study study =
        Study.of(8).withTime(HOUR.dividedBy(2)).withTrouble(new Trouble(1.5, 1, 0, List.of()));
    Findings findings = run(study);
    Turnover turnover = findings.turnover();
    assertThat(turnover.ended()).isEqualTo(6);
    assertThat(turnover.failures()).isGreaterThan(10);
    assertThat(turnover.renewed() + turnover.restarted()).isZero();
    assertThat(findings.up()).isEqualTo(2);
  }

  @Test
  void liarsThatColludeKeepNothingOfWhatTheySayTheyDo() throws InterruptedException {
    Study study = Study.of(12).withTrouble(new Trouble(0, 0, 0.25, true, List.of()));
    Findings findings = run(study);
    assertThat(findings.gets().right()).isEqualTo(findings.gets().tried());
    assertThat(findings.study().trouble().colluding()).isTrue();
  }

  @Test
  void nobodyEndsWhereNobodyIsLeft() throws InterruptedException {
    Study study = Study.of(2).withTime(HOUR).withTrouble(new Trouble(10, 1, 0, List.of()));
    assertThat(run(study).turnover().ended()).isBetween(2, 19);
  }

  @Test
  void aPartitionMakesGetsFailUntilItIsOver() throws InterruptedException {
    Partition partition = new Partition(0.2, HOUR.dividedBy(6), HOUR.dividedBy(6));
    Study study =
        new Study(
            20,
            HOUR.dividedBy(2),
            20,
            100,
            new Trouble(0, 0, 0, List.of(partition)),
            Study.of(2).latency(),
            1,
            3,
            1,
            true);
    Findings findings = run(study);
    assertThat(findings.gets().right()).isLessThan(findings.gets().tried());
    assertThat(findings.intervals())
        .filteredOn(
            interval ->
                interval.end().compareTo(partition.begin()) <= 0
                    || interval.end().compareTo(partition.end().plusMinutes(8)) > 0)
        .allMatch(interval -> interval.right() == interval.gets());
    assertThat(findings.items().lost()).isZero();
  }
}
