package dev.weft.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalsTest extends Simulated {

  private final List<String> told = new ArrayList<>();
  private final Refusals refusals =
      new Refusals(environment, (refusal, line) -> told.add(refusal.isTold() + " " + line));

  @Test
  void eachRefusalIsCountedByItsReason() {
    refusals.count(Refusal.PEER_RATE, "a", "too fast");
    refusals.count(Refusal.PEER_RATE, "b", "too fast");
    refusals.count(Refusal.FULL, "a", "no room");
    assertThat(refusals.count(Refusal.PEER_RATE)).isEqualTo(2);
    assertThat(refusals.count(Refusal.STALE)).isZero();
    assertThat(refusals.counts())
        .containsExactly(Map.entry("full", 1L), Map.entry("peer-rate", 2L));
    assertThat(refusals.countsWith(Map.of("full", 5L, "other", 1L)))
        .containsExactly(Map.entry("full", 6L), Map.entry("other", 1L), Map.entry("peer-rate", 2L));
  }

  @Test
  void theLogIsToldOfAReasonOnceAMinuteAndHowManyThereWere() throws InterruptedException {
    for (int i = 0; i < 1_000; i++) {
      refusals.count(Refusal.PEER_RATE, i, "it asks too fast");
    }
    refusals.count(Refusal.STALE, "x", "a newer version is held here");
    assertThat(told)
        .containsExactly(
            "true Refused 0 (peer-rate): it asks too fast",
            "false Refused x (stale): a newer version is held here");
    told.clear();
    environment.sleep(Duration.ofSeconds(59));
    refusals.count(Refusal.PEER_RATE, "y", "it asks too fast");
    assertThat(told).isEmpty();
    environment.sleep(Duration.ofSeconds(1));
    refusals.count(Refusal.PEER_RATE, "z", "it asks too fast");
    assertThat(told)
        .containsExactly(
            "true Refused z (peer-rate): it asks too fast; and 1000 more since that was told last");
  }

  @Test
  void anOperatorIsNotToldOfWhatBelongsToTheLifeOfANetwork() {
    var real = new Refusals(environment);
    real.count(Refusal.STALE, "x", "this test has it refused");
    real.count(Refusal.FULL, "x", "this test has it refused");
    assertThat(real.counts()).hasSize(2);
  }

  @Test
  void reasonsHaveNamesForPeople() {
    assertThat(Refusal.ADDRESS_HANDSHAKES.label()).isEqualTo("address-handshakes");
  }
}
