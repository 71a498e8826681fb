package dev.weft.node;

import static dev.weft.node.World.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How many lookups it takes to replicate what a node holds, one of 1,000 with k = 20 that are 40 ms
 * away, and whether all of it comes to the right places: {@code mvn test -Dtest=SweepStudyTest
 * -Dweft.sweep=100000}, in which 100,000 are the items.
 */
@Timeout(580)
@EnabledIfSystemProperty(named = "weft.sweep", matches = "\\d+")
class SweepStudyTest extends SweepFixture {

  private static final int NODES = 1_000;

  /** Sends so many items, and says how many lookups that took. */
  private int sweep(int count, Predicate<Key> which) throws InterruptedException {
    among(NODES, 20);
    crowd.latency = Duration.ofMillis(40);
    List<Item> items = items(count, which);
    hold(items);
    long began = environment.nanoTime();
    sweep.round(HOUR);
    Duration took = Duration.ofNanos(environment.nanoTime() - began);
    assertThat(due()).isEmpty();
    assertAtTheClosest(items);
    System.out.printf(
        "%,d items of %,d nodes: %,d lookups with %,d questions, %,d STOREs, in %s%n",
        count,
        NODES,
        crowd.lookups.size(),
        crowd.questions,
        crowd.given.values().stream().mapToInt(Set::size).sum(),
        took);
    return crowd.lookups.size();
  }

  @Test
  void itemsThatANodeIsAmongTheClosestToTakeTwoLookupsForSomeMinutes() throws InterruptedException {
    assertThat(sweep(Integer.getInteger("weft.sweep"), this::isMine)).isLessThan(50);
  }

  @Test
  void itemsFromAllOverTheKeySpaceTakeTwoLookupsForEachRegion() throws InterruptedException {
    assertThat(sweep(Integer.getInteger("weft.sweep"), _ -> true)).isLessThan(200);
  }
}
