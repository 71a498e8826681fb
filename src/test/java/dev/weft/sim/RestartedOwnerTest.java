package dev.weft.sim;

import static dev.weft.sim.RestartTest.few;
import static dev.weft.sim.RestartTest.play;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.item.Item;
import dev.weft.sim.SimNode.Crash;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of the items that a node renews when it is started again. */
class RestartedOwnerTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Test
  void whatANodeSetLivesOnWhenThatNodeWasStartedAgain() throws InterruptedException {
    play(
        few(14),
        network -> {
          SimNode owner = network.nodes().get(3);
          Duration life = HOUR;
          owner.dht().set("name", "value".getBytes(UTF_8), life, PATIENCE);
          owner.dht().set("forgotten", "value".getBytes(UTF_8), life, PATIENCE);
          owner.dht().forget("forgotten");
          network.sleep(MINUTE.multipliedBy(20));
          owner.crash(Crash.PROCESS);
          network.sleep(MINUTE.multipliedBy(5));
          network.restart(owner);
          assertThat(owner.dht().statistics().renewing()).isOne();
          network.sleep(life.multipliedBy(5));
          Dht other = network.dht(4);
          assertThat(other.get(owner.dht().owner(), "name")).map(Item::text).contains("value");
          assertThat(other.get(owner.dht().owner(), "forgotten")).isEmpty();
          assertThat(owner.dht().statistics().renewed()).isGreaterThan(5);
          assertThat(owner.dht().statistics().renewalsFailed()).isZero();
        });
  }

  @Test
  void whatExpiredWhileItsOwnerWasAwayIsThereAgain() throws InterruptedException {
    play(
        few(15),
        network -> {
          SimNode owner = network.nodes().get(3);
          owner.dht().set("name", "value".getBytes(UTF_8), HOUR, PATIENCE);
          owner.crash(Crash.PROCESS);
          network.sleep(HOUR.multipliedBy(3));
          Dht other = network.dht(4);
          assertThat(other.get(owner.identity().key(), "name")).isEmpty();
          network.restart(owner);
          network.sleep(MINUTE);
          assertThat(other.get(owner.identity().key(), "name")).map(Item::text).contains("value");
        });
  }

  @Test
  void whatWasReplacedWhileItsOwnerWasAwayIsRenewedNoLonger() throws InterruptedException {
    play(
        few(16),
        network -> {
          SimNode owner = network.nodes().get(3);
          Dht elsewhere = network.client(owner.identity()).dht();
          owner.dht().set("name", "first".getBytes(UTF_8), HOUR, PATIENCE);
          owner.crash(Crash.PROCESS);
          network.sleep(MINUTE);
          elsewhere.set("name", "second");
          network.sleep(HOUR);
          network.restart(owner);
          network.sleep(HOUR);
          assertThat(owner.dht().statistics().renewing()).isZero();
          assertThat(network.dht(4).get(elsewhere.owner(), "name"))
              .map(Item::text)
              .contains("second");
        });
  }
}
