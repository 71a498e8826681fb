package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.Statistics;
import dev.weft.Wire;
import dev.weft.lookup.LookupOutcome;
import dev.weft.rpc.CallOutcome;
import dev.weft.rpc.RequestKind;
import dev.weft.store.TopicCounts;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What nodes have counted agrees, whatever they speak. */
class StatisticsTest {

  private static final int NODES = 5;

  private static void play(Wire wire) throws InterruptedException {
    SimOptions options = SimOptions.of(3, NODES).withConfig(config -> config.wire(wire));
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(() -> check(network, wire));
    }
  }

  private static void check(SimNetwork network, Wire wire) throws InterruptedException {
    Dht dht = network.dht(1);
    dht.set("name", "value");
    assertThat(dht.flush(Duration.ofSeconds(30))).isTrue();
    assertThat(network.dht(2).get(dht.owner(), "no such name")).isEmpty();

    Statistics setter = dht.statistics();
    assertThat(setter.calls().made(RequestKind.STORE, CallOutcome.ANSWERED))
        .isGreaterThanOrEqualTo(NODES - 1);
    assertThat(setter.routing().contacts()).isEqualTo(NODES - 1);
    assertThat(setter.renewing()).isOne();
    assertThat(setter.store().evicted()).isZero();
    assertThat(setter.transport().callsInFlight()).isZero();
    assertThat(setter.transport().requestsInFlight()).isZero();
    assertThat(setter.transport().connections() > 0).isEqualTo(wire == Wire.DROGULUS);
    assertThat(setter.transport().framesOut() > 0).isEqualTo(wire == Wire.DROGULUS);
    assertThat(setter.transport().bytesOut() > 0).isEqualTo(wire == Wire.DROGULUS);
    Statistics getter = network.dht(2).statistics();
    assertThat(getter.calls().answered(RequestKind.STORE)).isPositive();
    assertThat(getter.lookups().ended(LookupOutcome.COMPLETE)).isPositive();
    assertThat(getter.lookups().ended(LookupOutcome.FOUND)).isZero();
    assertThat(getter.sinceContact()).isPresent();
    assertThat(getter.calls().made(RequestKind.FIND_VALUE)).isEqualTo(NODES - 1);
  }

  @Test
  void whatIsAnnouncedAndKeptUnderTopicsIsCounted() throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(SimOptions.of(3, NODES))) {
      network.run(
          () -> {
            network.dht(1).announce("printers", new byte[0]);
            assertThat(network.dht(1).statistics().topics()).isEqualTo(new TopicCounts(1, 1));
            assertThat(network.dht(2).statistics().topics()).isEqualTo(new TopicCounts(1, 0));
            network.dht(1).withdraw("printers");
            assertThat(network.dht(1).statistics().topics().announced()).isZero();
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void whatOneHasSentAnotherHasAnswered(Wire wire) throws InterruptedException {
    play(wire);
  }
}
