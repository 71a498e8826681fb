package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionTest {

  private static final Key PLACE = Key.of("place");

  private static final List<Contact> NODES =
      IntStream.range(0, 4).mapToObj(i -> World.contact(Key.of("node " + i), i)).toList();

  @Test
  void knowsTheClosestWhereItHasKNodesOrIsTheWholeKeySpace() {
    assertThat(new Region(PLACE, 3, NODES).suffices(4)).isTrue();
    assertThat(new Region(PLACE, 3, NODES).suffices(5)).isFalse();
    assertThat(new Region(PLACE, 0, NODES).suffices(5)).isTrue();
    assertThat(new Region(PLACE, 0, List.of()).suffices(5)).isFalse();
  }

  @Test
  void tellsTheClosestOfThoseThatHaveNotGone() {
    Region region = new Region(PLACE, 0, NODES).without(List.of(NODES.get(1), NODES.get(2)));
    assertThat(region.near(NODES.get(3).key(), 5).closest())
        .containsExactly(NODES.get(3), NODES.get(0));
    assertThat(region.near(NODES.get(0).key(), 1).closest()).containsExactly(NODES.get(0));
  }

  @Test
  void reachesFromTheLeastToTheGreatestOfItsKeys() {
    Region region = new Region(PLACE, 7, NODES);
    assertThat(region.before()).isEqualTo(PLACE.least(7));
    assertThat(region.last()).isEqualTo(PLACE.greatest(7));
  }
}
