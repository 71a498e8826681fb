package dev.weft.sim;

import static dev.weft.sim.Watched.HOUR;
import static dev.weft.sim.Watched.holders;
import static dev.weft.sim.Watched.tell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.Item;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossCheckTest {

  private static Item set(SimNetwork network, Witness witness) throws InterruptedException {
    Item item = witness.set(network.nodes().getFirst(), "name", "value").orElseThrow().item();
    network.dht(0).flush(HOUR); // to all of the closest
    return item;
  }

  @Test
  void anItemIsNotLostWhileANodeThatIsDownKeepsIt() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          List<SimNode> holders = holders(network, set(network, witness));
          holders.subList(1, holders.size()).forEach(Watched::vanish);
          holders.getFirst().crash(SimNode.Crash.MACHINE);
          checkers.check();
          assertThat(checkers.lost()).isZero();
          holders.getFirst().loseDisk();
          checkers.check();
          assertThat(checkers.lost()).isOne();
        });
  }

  @Test
  void anItemMayBeLostWhenAllItsHoldersVanishBeforeReplicationCanReact()
      throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          holders(network, set(network, witness)).forEach(Watched::vanish);
          checkers.check();
          assertThat(checkers.lost()).isOne();
          checkers.check();
          assertThat(checkers.lost()).isOne();
        });
  }

  @Test
  void whoComesBackWithAnotherDiskHasDroppedNothing() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          SimNode holder = holders(network, set(network, witness)).getFirst();
          checkers.check(); // which holders it has is known now
          holder.crash(SimNode.Crash.MACHINE);
          holder.loseDisk();
          network.start(holder);
          checkers.check();
          assertThat(checkers.lost()).isZero();
        });
  }

  @Test
  void anItemMustNotBeLostWhenReplicationHadItsTime() {
    assertThatThrownBy(
            () ->
                tell(
                    (network, checkers, witness) -> {
                      List<SimNode> holders = holders(network, set(network, witness));
                      holders.subList(1, holders.size()).forEach(Watched::vanish);
                      network.faults().loss(1);
                      network.sleep(HOUR.multipliedBy(2));
                      Watched.vanish(holders.getFirst());
                      network.sleep(HOUR);
                    }))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("is lost: it was acknowledged with 2 copies")
        .hasMessageContaining("too few for PT2H");
  }

  @Test
  void replicationNeedsTimeInWhichMessagesPassAndNodesAreAwake() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          List<SimNode> holders = holders(network, set(network, witness));
          holders.forEach(SimNode::freeze);
          network.nodes().forEach(node -> network.faults().partition(List.of(node)));
          network.sleep(HOUR.multipliedBy(3));
          holders.forEach(Watched::vanish);
          checkers.check();
          assertThat(checkers.lost()).isOne();
        });
  }

  @Test
  void whatHasExpiredIsNotLost() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          SimNode owner = network.nodes().getFirst();
          Item item = witness.set(owner, "name", "value", HOUR).orElseThrow().item();
          owner.dht().forget("name");
          network.sleep(HOUR);
          holders(network, item).forEach(Watched::vanish);
          checkers.check();
          assertThat(checkers.lost()).isZero();
        });
  }

  @Test
  void aNodeMustNotDropWhatItKeeps() {
    assertThatThrownBy(
            () ->
                tell(
                    4,
                    config -> config.k(3).maxItems(1),
                    (network, checkers, witness) -> {
                      for (int i = 0; i < 10; i++) {
                        witness.set(network.nodes().getFirst(), "name-" + i, "value");
                        checkers.check();
                      }
                    }))
        .isInstanceOf(Violation.class)
        .hasMessageMatching("at PT.*: node-\\d was keeping NamedItem.*, and has dropped it");
  }

  @Test
  void whatNobodyKeepsIsNotToBeAcknowledged() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          Item item = set(network, witness);
          holders(network, item).forEach(Watched::vanish);
          assertThatThrownBy(() -> new LossCheck(network).acknowledged(item, 2))
              .isInstanceOf(Violation.class)
              .hasMessageContaining("is lost");
        });
  }
}
