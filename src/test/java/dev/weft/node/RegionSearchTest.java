package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegionSearchTest extends SweepFixture {

  private final Random random = new Random(1);

  private List<Contact> sharing(Key key, int bits) {
    return crowd.nodes.stream().filter(node -> node.key().commonPrefix(key) >= bits).toList();
  }

  @Test
  void theRegionAroundAKeyIsTheSmallestThatHasKNodesAndAllOfThemAreKnown()
      throws InterruptedException {
    among(300, 5);
    for (int i = 0; i < 200; i++) {
      Key key = Key.random(random);
      Region region = survey.around(survey.near(key)).orElseThrow();
      assertThat(region.nodes())
          .hasSizeGreaterThanOrEqualTo(k)
          .containsExactlyInAnyOrderElementsOf(sharing(key, region.bits()));
      assertThat(sharing(key, region.bits() + 1)).hasSizeLessThan(k);
      Key other = key.randomAt(region.bits() + random.nextInt(4), random);
      assertThat(region.near(other, k).closest()).isEqualTo(crowd.closest(other, k));
    }
    assertThat(crowd.lookups).hasSizeLessThan(600);
  }

  @Test
  void whereThereAreFewerThanKNodesTheRegionIsTheWholeKeySpace() throws InterruptedException {
    among(3, 5);
    Region region = survey.around(survey.near(Key.random(random))).orElseThrow();
    assertThat(region.bits()).isZero();
    assertThat(region.nodes()).containsExactlyInAnyOrderElementsOf(crowd.nodes);
    assertThat(crowd.lookups).hasSize(1);
  }

  @Test
  void whereThereAreJustKNodesOneMoreLookupShowsThatThereAreNoOthers() throws InterruptedException {
    among(5, 5);
    Region region = survey.around(survey.near(Key.random(random))).orElseThrow();
    assertThat(region.nodes()).containsExactlyInAnyOrderElementsOf(crowd.nodes);
    assertThat(crowd.lookups).hasSize(2);
  }

  @Test
  void nodesCrowdedIntoOnePlaceAreNotAllSoughtOut() throws InterruptedException {
    Key here = Key.random(random);
    Key there = here.randomAt(0, random);
    k = 5;
    Crowd others = new Crowd(environment, k, self);
    for (int i = 0; i < 3; i++) {
      others.add(here.randomAt(3, random));
    }
    for (int i = 0; i < 100; i++) {
      others.add(there.randomAt(60, random));
    }
    among(others);
    assertThat(survey.around(survey.near(here))).isEmpty();
    assertThat(crowd.lookups).hasSize(10);
  }

  @Test
  void whatALookupDidNotFindInTimeIsNotKnown() throws InterruptedException {
    among(100, 5);
    LookupResult.Closest near = survey.near(Key.random(random));
    assertThat(survey.around(near)).isPresent();
    crowd.latency = Duration.ofMinutes(1);
    assertThat(survey.around(near)).isEmpty();
    crowd.lookups.clear();
    LookupResult.Closest late =
        new LookupResult.Closest(
            near.target(), near.closest(), List.of(), false, near.took(), List.of());
    assertThat(survey.around(late)).isEmpty();
    assertThat(crowd.lookups).isEmpty();
  }
}
