package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Provider;
import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long the copies of a popular topic's records outlive what they are copies of. */
class TopicCopiesTest {

  private static final String TOPIC = "printers";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** How many nodes find somebody, when all ask at once and one is enough. */
  private static long askAll(SimNetwork network, int limit) throws InterruptedException {
    List<List<Provider>> found =
        FanOut.map(
            network.environment().threads("ask"),
            network.up(),
            node -> node.dht().providers(TOPIC, limit, TIMEOUT));
    return found.stream().filter(some -> !some.isEmpty()).count();
  }

  @Test
  void whoWithdrawsIsGoneAtOnceForWhoeverWantsAllAndWithinAMinuteForWhoeverWantsFew()
      throws Exception {
    SimOptions options = SimOptions.of(1, 60).withoutCodec().withConfig(config -> config.k(4));
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(
          () -> {
            network.dht(0).announce(TOPIC, new byte[0]);
            for (int round = 0; round < 5; round++) {
              assertThat(askAll(network, 1)).isEqualTo(60);
            }
            network.dht(0).withdraw(TOPIC);
            assertThat(askAll(network, 1)).as("copies are given").isPositive();
            assertThat(askAll(network, 1_000)).as("nobody takes copies").isZero();
            network.sleep(Duration.ofMinutes(1));
            assertThat(askAll(network, 1)).as("a minute later").isZero();
          });
    }
  }
}
