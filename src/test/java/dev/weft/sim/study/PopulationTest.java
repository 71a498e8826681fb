package dev.weft.sim.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.sim.SimNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The population is those that are up, and knows who lies. */
class PopulationTest {

  private final Population population = new Population();
  private final SplittableRandom random = new SplittableRandom(1);

  private static SimNode node(int number) {
    SimNode node = mock(SimNode.class);
    when(node.number()).thenReturn(number);
    return node;
  }

  @Test
  void onlyHonestNodesArePicked() {
    SimNode liar = node(1);
    SimNode honest = node(2);
    population.addAll(List.of(liar, honest));
    when(liar.isLiar()).thenReturn(true);
    population.sortOut();
    assertThat(population.all()).containsExactlyInAnyOrder(liar, honest);
    for (int i = 0; i < 20; i++) {
      assertThat(population.anyHonest(random)).contains(honest);
    }
  }

  @Test
  void anyNodeIsRemovedUntilNoneIsLeft() {
    List<SimNode> nodes = IntStream.range(0, 10).mapToObj(PopulationTest::node).toList();
    when(nodes.get(3).isLiar()).thenReturn(true);
    population.addAll(nodes);
    List<SimNode> removed = new ArrayList<>();
    while (population.size() > 0) {
      population.remove(random).ifPresent(removed::add);
    }
    assertThat(removed).containsExactlyInAnyOrderElementsOf(nodes).isNotEqualTo(nodes);
    assertThat(population.remove(random)).isEmpty();
    assertThat(population.anyHonest(random)).isEmpty();
  }

  @Test
  void loadIsWhatCameSinceItIsMeasuredOrTheNodeWasStarted() {
    SimNode old = node(1);
    SimNode restarted = node(2);
    when(old.received()).thenReturn(100L);
    when(restarted.received()).thenReturn(100L);
    population.addAll(List.of(old, restarted));
    population.measureLoad();
    while (population.size() > 0) {
      population.remove(random);
    }
    population.add(restarted);
    when(restarted.received()).thenReturn(7L);
    assertThat(population.load()).containsExactly(7L);
  }

  @Test
  void aShareOfTheNodesIsDrawnAtRandom() {
    List<SimNode> nodes = IntStream.range(0, 10).mapToObj(PopulationTest::node).toList();
    population.addAll(nodes);
    List<SimNode> some = population.some(0.3, random);
    assertThat(some).hasSize(3).doesNotHaveDuplicates().isSubsetOf(nodes);
    assertThat(population.some(0.3, random)).isNotEqualTo(some);
    assertThat(population.some(0, random)).isEmpty();
    assertThat(population.size()).isEqualTo(10);
  }
}
