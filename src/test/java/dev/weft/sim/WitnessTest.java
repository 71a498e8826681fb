package dev.weft.sim;

import static dev.weft.sim.Watched.HOUR;
import static dev.weft.sim.Watched.MINUTE;
import static dev.weft.sim.Watched.holders;
import static dev.weft.sim.Watched.stranger;
import static dev.weft.sim.Watched.tell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Freshness;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.sim.Witness.Tally;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WitnessTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Item set(SimNetwork network, Witness witness, String value)
      throws InterruptedException {
    Item item = witness.set(network.nodes().getFirst(), "name", value).orElseThrow().item();
    network.dht(0).flush(HOUR); // to all of the closest
    return item;
  }

  @Test
  void whatSucceedsAndWhatFailsIsCounted() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          SimNode node = network.nodes().getFirst();
          Key key = set(network, witness, "value").key();
          assertThat(witness.put(node, "content")).isPresent();
          assertThat(witness.put(node, "content")).isPresent();
          assertThat(witness.get(node, key, Freshness.FIRST)).map(Item::text).contains("value");
          assertThat(witness.get(node, key, Freshness.NEWEST)).map(Item::text).contains("value");
          assertThat(witness.get(node, Key.of("unknown"), Freshness.FIRST)).isEmpty();
          network.up().stream().filter(other -> other != node).toList().forEach(Watched::vanish);
          assertThat(witness.set(node, "another", "value")).isEmpty();
          assertThat(witness.get(node, Key.of("unknown"), Freshness.NEWEST)).isEmpty();
          assertThat(witness.tally()).isEqualTo(new Tally(3, 1, 2, 0, 1, 0));
        });
  }

  @Test
  void aReadThatFindsNothingOfWhatWasAcknowledgedIsAMiss() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          Item item = set(network, witness, "value");
          holders(network, item).forEach(Watched::vanish);
          assertThat(witness.get(network.up().getFirst(), item.key(), Freshness.FIRST)).isEmpty();
          assertThat(witness.tally().misses()).isOne();
        });
  }

  @Test
  void whatWasDeletedIsNoMissAndNoSetback() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          SimNode owner = network.nodes().getFirst();
          assertThat(witness.delete(owner, "name")).isEmpty();
          Item item = set(network, witness, "value");
          SimNode reader = stranger(network, item);
          assertThat(witness.get(reader, item.key(), Freshness.NEWEST)).contains(item);
          Item tombstone = witness.delete(owner, "name").orElseThrow().item();
          assertThat(holders(network, tombstone)).hasSizeGreaterThanOrEqualTo(2);
          assertThat(witness.get(reader, item.key(), Freshness.NEWEST)).isEmpty();
          checkers.check();
          assertThat(checkers.lost()).isZero();
          assertThat(witness.tally()).isEqualTo(new Tally(2, 0, 1, 0, 0, 0));
          network.up().stream().filter(other -> other != owner).toList().forEach(Watched::vanish);
          assertThat(witness.delete(owner, "name")).isEmpty();
          assertThat(witness.tally().setsFailed()).isOne();
        });
  }

  @Test
  void aTombstoneThatIsOlderThanWhatIsThereExcusesNothing() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          set(network, witness, "old");
          witness.delete(network.nodes().getFirst(), "name");
          Item item = set(network, witness, "new");
          SimNode late = stranger(network, item);
          late.crash(SimNode.Crash.PROCESS);
          network.start(late);
          late.skew(Duration.ofDays(2));
          assertThatThrownBy(() -> witness.get(late, item.key(), Freshness.NEWEST))
              .isInstanceOf(Violation.class);
        });
  }

  @Test
  void aValueThatNobodySetIsAViolation() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          Item item = network.dht(0).set("name", "out of thin air").item();
          assertThatThrownBy(
                  () -> witness.get(network.nodes().getLast(), item.key(), Freshness.FIRST))
              .isInstanceOf(Violation.class)
              .hasMessageContaining("which nobody has set: out of thin air");
        });
  }

  @Test
  void aReaderIsPromisedWhatAMajorityHolds() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          Item item = set(network, witness, "value");
          SimNode reader = stranger(network, item);
          reader.skew(Duration.ofDays(2));
          assertThatThrownBy(() -> witness.get(reader, item.key(), Freshness.NEWEST))
              .isInstanceOf(Violation.class)
              .hasMessageMatching(
                  "at PT.*: node-\\d+ read null as the newest version, when .* held .*");
        });
  }

  @Test
  void aReaderIsNotToBeGivenAnOlderVersionThanAMajorityHolds() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          Item old = set(network, witness, "old");
          SimNode late = holders(network, old).getFirst();
          network.sleep(Duration.ofMinutes(20));
          network.faults().partition(List.of(late));
          Item item = set(network, witness, "new");
          network.faults().heal();
          SimNode reader = // who has not found out that somebody was cut off
              network.up().stream()
                  .filter(node -> node.number() > 0 && node != late && !node.holds(item))
                  .findFirst()
                  .orElseThrow();
          reader.skew(Duration.ofMinutes(-20));
          assertThat(late.holds(old)).isTrue();
          assertThatThrownBy(() -> witness.get(reader, item.key(), Freshness.NEWEST))
              .isInstanceOf(Violation.class)
              .hasMessageContaining(" read NamedItem");
        });
  }

  @Test
  void nothingIsPromisedOfWhatIsAboutToExpireOrWhatFewHold() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          SimNode owner = network.nodes().getFirst();
          Item brief = witness.set(owner, "brief", "value", MINUTE).orElseThrow().item();
          SimNode reader = stranger(network, brief);
          reader.skew(Duration.ofMinutes(2));
          assertThat(witness.get(reader, brief.key(), Freshness.NEWEST)).isEmpty();
          Key unknown = NamedItem.keyOf(owner.identity().key(), "unknown");
          assertThat(witness.get(reader, unknown, Freshness.NEWEST)).isEmpty();
        });
  }

  @Test
  void nothingIsPromisedOfThoseWhoVanishMeanwhile() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          Item item = set(network, witness, "value");
          List<SimNode> holders = holders(network, item);
          SimNode reader = stranger(network, item);
          network.environment().start("vanish", () -> holders.forEach(Watched::vanish));
          assertThat(witness.get(reader, item.key(), Freshness.NEWEST)).isEmpty();
        });
  }

  @Test
  void nothingIsPromisedOfThoseWhomTheReaderCannotReach() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          Item item = set(network, witness, "value");
          List<SimNode> holders = holders(network, item);
          SimNode reader = stranger(network, item);
          holders.get(0).lie(Lie.SILENCE);
          holders.get(1).freeze();
          network.faults().cut(holders.subList(2, 3), List.of(reader));
          assertThat(witness.get(reader, item.key(), Freshness.NEWEST)).isEmpty();
          network.faults().heal();
          network.faults().cut(List.of(reader), holders);
          assertThat(witness.get(reader, item.key(), Freshness.NEWEST)).isEmpty();
          assertThat(witness.tally().setbacks()).isZero();
        });
  }

  @Test
  void nothingIsPromisedToAReaderThatIsFrozen() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          Item item = set(network, witness, "value");
          SimNode reader = stranger(network, item);
          reader.freeze();
          network
              .environment()
              .start(
                  "thaw",
                  () -> {
                    try {
                      network.sleep(MINUTE);
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                    reader.thaw();
                  });
          assertThat(witness.get(reader, item.key(), Freshness.NEWEST)).isEmpty();
        });
  }

  @Test
  void aVersionThatGoesBackwardsWithItsHoldersIsCounted() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          Item old = set(network, witness, "old");
          SimNode keeper = holders(network, old).getLast();
          keeper.crash(SimNode.Crash.MACHINE);
          network.sleep(SECOND);
          Item item = set(network, witness, "new");
          SimNode reader = stranger(network, item);
          assertThat(witness.get(reader, item.key(), Freshness.NEWEST)).contains(item);
          assertThat(witness.get(reader, item.key(), Freshness.NEWEST)).contains(item);
          holders(network, item).forEach(Watched::vanish);
          assertThat(witness.get(reader, item.key(), Freshness.NEWEST)).isEmpty();
          assertThat(witness.tally().setbacks()).isOne();
          network.start(keeper);
          assertThat(witness.get(reader, item.key(), Freshness.NEWEST)).contains(old);
          assertThat(witness.tally().setbacks()).isEqualTo(2);
          network.sleep(HOUR);
        });
  }
}
