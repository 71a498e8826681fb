package dev.weft.lookup;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DensityTest {

  private static final int K = 20;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Density density = new Density(K);

  private List<Contact> network(int size) {
    List<Contact> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      nodes.add(LookupFixture.contact(Key.random(random), 1 + i));
    }
    return nodes;
  }

  private static List<Contact> closest(List<Contact> nodes, Key target, int n) {
    return nodes.stream().sorted(comparing(Contact::key, target.byDistance())).limit(n).toList();
  }

  private void lookUp(List<Contact> nodes, int times) {
    for (int i = 0; i < times; i++) {
      Key target = Key.random(random);
      density.found(target, closest(nodes, target, K));
    }
  }

  @Test
  void ofTheNodesWithinReachNineInTenAtLeastAreAmongTheKClosest() {
    List<Contact> nodes = network(2_000);
    lookUp(nodes, Density.MOST);
    int within = 0;
    int right = 0;
    for (int i = 0; i < 300; i++) {
      Key target = Key.random(random);
      List<Contact> near = closest(nodes, target, 2 * K);
      for (int rank = 0; rank < near.size(); rank++) {
        if (target.distanceTo(near.get(rank).key()) <= density.reach()) {
          within++;
          right += rank < K ? 1 : 0;
        }
      }
    }
    assertThat((double) right / within).isGreaterThan(Density.CERTAINTY);
    assertThat(within / 300).as("nodes within reach of a key").isBetween(12, 17);
  }

  @Test
  void aNodeAtTheEdgeIsAmongTheKClosestNineTimesInTen() {
    List<Contact> nodes = network(2_000);
    lookUp(nodes, Density.MOST);
    int fewer = 0;
    for (int i = 0; i < 1_000; i++) {
      Key target = Key.random(random);
      long closer =
          nodes.stream().filter(node -> target.distanceTo(node.key()) < density.reach()).count();
      fewer += closer < K ? 1 : 0;
    }
    assertThat(fewer / 1_000.0).isCloseTo(Density.CERTAINTY, within(0.08));
  }

  @Test
  void nothingIsSaidBeforeFiveLookupsOfDifferentPlaces() {
    List<Contact> nodes = network(500);
    lookUp(nodes, Density.LEAST - 1);
    assertThat(density.reach()).isZero();
    lookUp(nodes, 1);
    assertThat(density.reach()).isPositive();
  }

  @Test
  void lookupsOfOnePlaceCountOnce() {
    List<Contact> nodes = network(500);
    Key target = Key.random(random);
    for (int i = 0; i < 10; i++) {
      density.found(target, closest(nodes, target, K));
    }
    assertThat(density.reach()).isZero();
  }

  @Test
  void aLookupThatFoundFewerThanKSaysNothing() {
    lookUp(network(K - 1), 10);
    assertThat(density.reach()).isZero();
  }

  @Test
  void theLastLookupsCountWhenTheNetworkGrows() {
    lookUp(network(200), Density.MOST);
    double before = density.reach();
    lookUp(network(2_000), Density.MOST);
    assertThat(density.reach()).isCloseTo(before / 10, within(before / 50));
  }

  @Test
  void whoCrowdsIdentitiesAroundSomeKeysMisleadsNobody() {
    List<Contact> nodes = network(1_000);
    lookUp(nodes, Density.MOST);
    double before = density.reach();
    for (int i = 0; i < 10; i++) {
      Key target = Key.random(random);
      List<Contact> crowd = new ArrayList<>();
      for (int port = 1; port <= K; port++) {
        crowd.add(LookupFixture.contact(target.randomAt(100 + port, random), port));
      }
      density.found(target, closest(crowd, target, K));
    }
    assertThat(density.reach()).isCloseTo(before, within(before / 4));
  }

  private List<Contact> crowdAt(Key target, int size, int bits) {
    List<Contact> crowd = new ArrayList<>();
    for (int port = 1; port <= size; port++) {
      crowd.add(LookupFixture.contact(target.randomAt(bits, random), port));
    }
    return crowd;
  }

  @Test
  void amongHonestNodesThereIsHardlyEverACrowd() {
    List<Contact> nodes = network(1_000);
    lookUp(nodes, Density.LEAST);
    for (int i = 0; i < 200; i++) {
      Key target = Key.random(random);
      assertThat(density.crowd(target, closest(nodes, target, 3 * K), density.nodes())).isZero();
    }
  }

  @Test
  void aCrowdEndsWhereTheHonestNodesBegin() {
    List<Contact> nodes = network(1_000);
    lookUp(nodes, Density.MOST);
    for (int size : new int[] {3, 10, 50}) {
      Key target = Key.random(random);
      nodes.addAll(crowdAt(target, size, 25));
      assertThat(density.crowd(target, closest(nodes, target, 2 * K + size), density.nodes()))
          .isEqualTo(size);
    }
  }

  @Test
  void twoAreNoCrowdNorIsTheNodeWhoseKeyIsLookedUp() {
    List<Contact> nodes = network(1_000);
    lookUp(nodes, Density.MOST);
    Key target = Key.random(random);
    nodes.addAll(crowdAt(target, 2, 80));
    nodes.add(LookupFixture.contact(target, 77));
    assertThat(density.crowd(target, closest(nodes, target, K), density.nodes())).isZero();
  }

  @Test
  void whereTooLittleIsKnownThereIsNoCrowd() {
    Key target = Key.random(random);
    assertThat(density.crowd(target, crowdAt(target, K, 60), density.nodes())).isZero();
    assertThat(density.depth()).isZero();
  }

  @Test
  void theDepthIsWhatTheKClosestShare() {
    lookUp(network(64 * K), Density.MOST);
    assertThat(density.depth()).isBetween(5, 6);
  }
}
