package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How a popular topic spreads over the nodes on the way to those that keep its records. The whole,
 * a million calls in a network of 10,000 nodes, takes half an hour and 6 GiB: {@code mvn test
 * -Dtest=PopularTopicStudyTest -Dweft.popular=1000000 -Dweft.testLimit=10000
 * "-Dweft.jvmArgs=--add-opens=java.base/java.lang=ALL-UNNAMED -Xmx6g"}. Without copies, a hundredth
 * of the calls show the same.
 */
class PopularTopicStudyTest {

  private static final int CALLS = Integer.getInteger("weft.popular", 0);
  private static final int NODES = Integer.getInteger("weft.popularNodes", 10_000);

  @Test
  void theBusiestNodeHasFarLessToDoWhereOthersOnTheWayHaveCopies() throws InterruptedException {
    List<PopularTopicStudy.Load> loads = new PopularTopicStudy(150, 8, 500).run(300, 1_500);
    print("small, without copies", loads.getFirst());
    print("small, with copies", loads.getLast());
    assertThat(loads).allSatisfy(load -> assertThat(load.found()).isEqualTo(1));
    assertThat(loads.getLast().ratio()).isLessThan(loads.getFirst().ratio() / 2);
    assertThat(loads.getLast().share()).isLessThan(loads.getFirst().share() / 3);
  }

  @Test
  @Timeout(10_000)
  @EnabledIfSystemProperty(named = "weft.popular", matches = "\\d+")
  void theWhole() throws InterruptedException {
    List<PopularTopicStudy.Load> loads =
        new PopularTopicStudy(NODES, 20, 1_000).run(CALLS / 100, CALLS);
    print("without copies", loads.getFirst());
    print("with copies", loads.getLast());
    assertThat(loads).allSatisfy(load -> assertThat(load.found()).isGreaterThan(0.999));
    assertThat(loads.getLast().ratio()).isLessThan(loads.getFirst().ratio() / 5);
  }

  private static void print(String what, PopularTopicStudy.Load load) {
    System.out.printf(
        Locale.ROOT,
        "%s: of %d calls %.2f %% found enough, in %.0f ms and by %.2f questions on the average; "
            + "the busiest node was asked in %.2f %% of them, %.1f times the mean%n",
        what,
        load.calls(),
        100 * load.found(),
        load.took(),
        (double) load.questions() / load.calls(),
        100 * load.share(),
        load.ratio());
  }
}
