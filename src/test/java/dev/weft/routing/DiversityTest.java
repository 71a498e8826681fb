package dev.weft.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.PrefixLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiversityTest {
  private static final Contact NEWCOMER = at("99.1.1.9");

  private final Diversity diversity = new Diversity(new PrefixLimits(2, 3, false));

  private static Contact at(String host) {
    return Nodes.on(Key.of(host), host);
  }

  private static List<Entry> entries(String... hosts) {
    return List.of(hosts).stream().map(host -> new Entry(at(host), true, 0, 0)).toList();
  }

  @Test
  void bucketTakesNoMoreOfOneNetworkThanItsLimit() {
    assertThat(diversity.admits(NEWCOMER, entries("99.1.1.1", "99.1.2.1"))).isTrue();
    assertThat(diversity.admits(NEWCOMER, entries("99.1.1.1", "99.1.1.2"))).isFalse();
  }

  @Test
  void tableTakesNoMoreOfOneNetworkThanItsLimit() {
    for (int i = 0; i < 3; i++) {
      assertThat(diversity.admits(NEWCOMER, List.of())).isTrue();
      diversity.entered(at("99.1.1." + i));
    }
    assertThat(diversity.admits(NEWCOMER, List.of())).isFalse();
    assertThat(diversity.admits(at("99.1.2.1"), List.of())).isTrue();
    diversity.refused(NEWCOMER);
    diversity.refused(NEWCOMER); // which is not told again
    diversity.left(at("99.1.1.0"));
    assertThat(diversity.admits(NEWCOMER, List.of())).isTrue();
    diversity.left(at("99.1.1.1"));
    diversity.left(at("99.1.1.2"));
    diversity.entered(at("99.1.1.3"));
    assertThat(diversity.admits(NEWCOMER, List.of())).isTrue();
  }

  @Test
  void privateNetworksAreFreeUnlessTheyAreLimited() {
    List<Entry> three = entries("10.0.0.1", "10.0.0.2", "10.0.0.3");
    Contact fourth = at("10.0.0.4");
    diversity.entered(fourth);
    diversity.left(fourth);
    assertThat(diversity.admits(fourth, three)).isTrue();
    assertThat(diversity.crowd(fourth, three)).isEmpty();
    Diversity strict = new Diversity(new PrefixLimits(2, 3, true));
    assertThat(strict.admits(fourth, three)).isFalse();
    assertThat(strict.crowd(fourth, three)).isEqualTo(three);
  }

  @Test
  void crowdIsAllOfOneNetworkWhereTheyAreTooMany() {
    List<Entry> some = entries("99.1.1.1", "99.1.2.1", "99.1.1.2", "99.1.1.3");
    assertThat(diversity.crowd(NEWCOMER, some.subList(0, 3))).isEmpty();
    assertThat(diversity.crowd(NEWCOMER, some))
        .containsExactlyElementsOf(entries("99.1.1.1", "99.1.1.2", "99.1.1.3"));
  }
}
