package dev.weft.sim.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weft.Dht;
import dev.weft.item.OwnedItem;
import dev.weft.sim.Passage;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The extension as one uses it; its failures are in {@link ReplayTest}. */
@SimulatedNetwork(nodes = 5, seed = 42)
class SimulatedNetworkTest {

  private final Set<SimNetwork> met = new LinkedHashSet<>();

  @BeforeEach
  void setSomething(SimNetwork network, Dht first) throws InterruptedException {
    first.set("greeting", "hello");
    met.add(network);
  }

  @AfterEach
  void allMethodsOfATestMeetTheSameNetworkAndNoOther(SimNetwork network) {
    assertThat(met).containsExactly(network);
  }

  @Test
  void whatBlocksBlocksInSimulatedTime(SimNetwork network, Dht writer, Dht reader)
      throws InterruptedException {
    assertThat(Thread.currentThread().isVirtual()).isTrue();
    Optional<OwnedItem> got = reader.get(writer.owner(), "greeting");
    assertThat(got).map(OwnedItem::text).contains("hello");
    network.sleep(Duration.ofDays(1));
    assertThat(network.environment().elapsed()).isBetween(Duration.ofDays(1), Duration.ofDays(2));
  }

  @Test
  void eachParameterIsAnotherNode(Dht first, SimNode second, SimNetwork network, Dht third) {
    assertThat(first).isSameAs(network.dht(0));
    assertThat(second).isSameAs(network.nodes().get(1));
    assertThat(third).isSameAs(network.dht(2));
  }

  @Test
  void allNodesAreToBeHadAtOnce(List<Dht> all, SimNetwork network) {
    assertThat(all).hasSize(5);
    assertThat(all.get(3)).isSameAs(network.dht(3));
  }

  @Test
  @SimulatedNetwork(nodes = 3, seed = 2, latency = "constant:50ms", loss = 0.05)
  void theMethodsAnnotationTakesThePlaceOfTheClasss(SimNetwork network, Dht first)
      throws InterruptedException {
    assertThat(network.nodes()).hasSize(3);
    List<Passage> passages = new ArrayList<>();
    network.watch(passages::add);
    for (int i = 0; i < 30; i++) {
      first.lookup(first.owner());
    }
    assertThat(passages).anyMatch(Passage::lost).anyMatch(passage -> !passage.lost());
    assertThat(network.environment().elapsed().toMillis() % 50).isZero();
  }

  @Nested
  class InANestedClass {
    @Test
    void theOuterAnnotationCounts(SimNetwork network) {
      assertThat(network.nodes()).hasSize(5);
    }

    @Nested
    @SimulatedNetwork(nodes = 2)
    class OrTheInnermost {
      @Test
      void whereThereIsOne(SimNetwork network) {
        assertThat(network.nodes()).hasSize(2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Towcester", "Pinner"})
  void otherParametersComeFromWhereTheyAlwaysDo(String town, Dht first)
      throws InterruptedException {
    first.set("home", town);
    assertThat(first.get(first.owner(), "home")).map(OwnedItem::text).contains(town);
  }

  @RepeatedTest(2)
  void aRepetitionHasItsOwnNetwork(SimNetwork network, Dht first) throws InterruptedException {
    assertThat(first.get(first.owner(), "greeting")).isPresent();
    assertThat(network.up()).hasSize(5);
    network.nodes().get(4).leave();
  }

  @TestFactory
  Stream<DynamicTest> dynamicTestsRunInTheNetworkOfTheirFactory(List<Dht> all)
      throws InterruptedException {
    all.getFirst().set("dynamic", "yes");
    Dht first = all.getFirst();
    return all.stream()
        .map(
            dht ->
                dynamicTest(
                    dht.toString(),
                    () -> assertThat(dht.get(first.owner(), "dynamic")).isPresent()));
  }
}
