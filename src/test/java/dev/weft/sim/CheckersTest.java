package dev.weft.sim;

import static dev.weft.sim.Watched.HOUR;
import static dev.weft.sim.Watched.holders;
import static dev.weft.sim.Watched.tell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.Item;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckersTest {

  private static Item set(SimNetwork network, Witness witness) throws InterruptedException {
    Item item = witness.set(network.nodes().getFirst(), "name", "value").orElseThrow().item();
    network.dht(0).flush(HOUR); // to all of the closest
    return item;
  }

  @Test
  void everythingIsCheckedOnceInEachPeriod() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          network.sleep(HOUR.plusSeconds(1));
          assertThat(checkers.checks()).isEqualTo(60);
        });
  }

  @Test
  void aFlawIsAViolationThatTellsWhatWhoAndWhen() throws InterruptedException {
    tell(
        (network, checkers, witness) ->
            assertThatThrownBy(() -> checkers.require("it is too full", "the table of node-7"))
                .isInstanceOf(Violation.class)
                .hasMessageMatching("at PT.*S: the table of node-7: it is too full"));
  }

  @Test
  void aNetworkWithoutFaultsHasConverged() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          set(network, witness);
          assertThat(checkers.awaitConvergence(Duration.ZERO)).isLessThan(Duration.ofMinutes(1));
        });
  }

  @Test
  void anItemIsMissedThatNoNodeKeepsWhichIsUp() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          Item item = set(network, witness);
          holders(network, item).forEach(node -> node.crash(SimNode.Crash.PROCESS));
          assertThat(checkers.missing()).contains("no node that is up keeps " + item);
        });
  }

  @Test
  void anItemIsMissedAtOneOfTheClosestUntilItHasBeenReplicated() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          Item item = set(network, witness);
          List<SimNode> holders = holders(network, item);
          holders.subList(1, holders.size()).forEach(Watched::vanish);
          assertThat(checkers.missing()).get().asString().contains("of the closest do not keep");
          assertThatThrownBy(() -> checkers.awaitConvergence(Duration.ofMinutes(1)))
              .isInstanceOf(Violation.class)
              .hasMessageContaining("no convergence within PT1M: ");
          assertThat(checkers.awaitConvergence(HOUR.multipliedBy(3)))
              .isGreaterThan(HOUR.dividedBy(9));
        });
  }

  @Test
  void aNodeIsMissedByItsClosestNeighbour() throws InterruptedException {
    tell(
        12,
        config -> config.k(3).maintenanceInterval(HOUR.multipliedBy(6)),
        (network, checkers, witness) -> {
          List<SimNode> island = network.nodes().subList(0, 6);
          network.faults().partition(island);
          network.sleep(Duration.ofDays(3));
          network.faults().heal();
          assertThat(checkers.missing()).get().asString().contains("closest neighbour");
          assertThat(new Convergence(network).detour()).get().asString().contains("does not find");
        });
  }

  @Test
  void aNodeThatFindsNobodyTakesADetour() throws InterruptedException {
    tell(
        (network, checkers, witness) -> {
          network.nodes().forEach(node -> network.faults().partition(List.of(node)));
          network.sleep(HOUR.multipliedBy(4));
          assertThat(new Convergence(network).detour()).isPresent();
        });
  }
}
