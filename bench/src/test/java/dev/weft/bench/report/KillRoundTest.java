package dev.weft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

class KillRoundTest {

  @Test
  void everyRoundTellsOfTheGetsBeforeAndAfter() throws IOException {
    List<KillRound> rounds = KillRound.of(JSON.std.mapFrom(Files.readString(Samples.NETWORK)));
    assertThat(rounds)
        .extracting(KillRound::title)
        .containsExactly(
            "content items, 1 in flight, k = 8, 4 killed",
            "content items, 8 in flight, k = 8, 4 killed",
            "named items, 1 in flight, k = 8, 4 killed",
            "named items, 8 in flight, k = 8, 4 killed");
    assertThat(rounds.getFirst())
        .isEqualTo(new KillRound(rounds.getFirst().title(), 6.344, 13.486, 1));
  }

  @Test
  void aRoundInWhichNobodyWasKilledTellsNothing() {
    assertThat(KillRound.of(Map.of("rounds", List.of(Map.of("passes", List.of()))))).isEmpty();
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> KillRound.of(Map.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
