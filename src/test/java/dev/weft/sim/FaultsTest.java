package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

  private final Rig rig = new Rig();
  private final Faults faults = rig.fabric.faults();
  private final SimNode a = rig.machine().node;
  private final SimNode b = rig.machine().node;
  private final SimNode c = rig.machine().node;

  @AfterEach
  void end() {
    rig.close();
  }

  private boolean passes(SimNode from, SimNode to) {
    return !faults.separate(from.number(), to.number());
  }

  @Test
  void atFirstNothingIsWrong() {
    assertThat(passes(a, b)).isTrue();
    assertThat(faults.loss()).isZero();
    assertThat(faults.duplicates()).isZero();
    assertThat(faults.delay(0, 1)).isZero();
  }

  @Test
  void aCutIsOneWayUntilTheOtherIsCutToo() {
    faults.cut(List.of(a), List.of(b));
    assertThat(passes(a, b)).isFalse();
    assertThat(passes(b, a)).isTrue();
    assertThat(passes(a, c)).isTrue();
    faults.cut(List.of(b), List.of(a));
    assertThat(passes(b, a)).isFalse();
  }

  @Test
  void aPartitionKeepsAnIslandFromAllOthersThoseToComeIncluded() {
    faults.partition(List.of(a, b));
    SimNode later = rig.machine().node;
    assertThat(passes(a, b)).isTrue();
    assertThat(passes(a, c)).isFalse();
    assertThat(passes(c, b)).isFalse();
    assertThat(passes(later, a)).isFalse();
    assertThat(passes(c, later)).isTrue();
  }

  @Test
  void bothEndsOfAMessageMaySlowItDown() {
    faults.slow(a, Duration.ofSeconds(1));
    faults.slow(b, Duration.ofSeconds(2));
    assertThat(faults.delay(a.number(), b.number())).isEqualTo(Duration.ofSeconds(3).toNanos());
    assertThat(faults.delay(c.number(), b.number())).isEqualTo(Duration.ofSeconds(2).toNanos());
    faults.slow(a, Duration.ZERO);
    assertThat(faults.delay(a.number(), c.number())).isZero();
  }

  @Test
  void healingMendsCutsAndNothingElse() {
    faults.partition(List.of(a));
    faults.loss(0.5);
    faults.heal();
    assertThat(passes(a, b)).isTrue();
    assertThat(faults.loss()).isEqualTo(0.5);
  }

  @Test
  void theEndOfAllFaultsMendsEverything() {
    faults.cut(List.of(a), List.of(b));
    faults.loss(0.5);
    faults.duplicates(0.5);
    faults.slow(a, Duration.ofSeconds(1));
    faults.end();
    atFirstNothingIsWrong();
  }

  @Test
  void aProbabilityIsFrom0To1() {
    faults.loss(0);
    faults.duplicates(1);
    for (double not : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> faults.loss(not))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("from 0 to 1, and not " + not);
    }
    assertThatThrownBy(() -> faults.duplicates(2)).isInstanceOf(IllegalArgumentException.class);
  }
}
