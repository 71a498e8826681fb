package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.sim.study.Sample;
import java.time.Duration;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The figures of a pass are about the operations that needed the network. */
class PassTest {

  private static Pass pass(int items, int own, int failed) {
    return new Pass(
        Pass.What.GET,
        items,
        own,
        failed,
        Duration.ofSeconds(2),
        Sample.of(DoubleStream.of(1, 2, 3)),
        Duration.ofMillis(400),
        160);
  }

  @Test
  void ratesAndCostsAreThoseOfTheOperationsThatNeededTheNetwork() {
    Pass pass = pass(100, 20, 10);
    assertThat(pass.operations()).isEqualTo(80);
    assertThat(pass.perSecond()).isEqualTo(35);
    assertThat(pass.cpuMillis()).isEqualTo(5);
    assertThat(pass.messagesEach()).isEqualTo(2);
    assertThat(pass.ownShare()).isEqualTo(0.2);
    assertThat(pass.successShare()).isEqualTo(0.9);
  }

  @Test
  void whereNothingNeededTheNetworkNothingIsDividedByNothing() {
    Pass pass = pass(100, 100, 0);
    assertThat(pass.perSecond()).isZero();
    assertThat(pass.cpuMillis()).isEqualTo(400);
    assertThat(pass.messagesEach()).isEqualTo(160);
  }

  @Test
  void thePassesHaveNamesForPeople() {
    assertThat(Pass.What.GET_AFTER_KILL).hasToString("get after kill");
    assertThat(ItemKind.NAMED).hasToString("named");
  }
}
