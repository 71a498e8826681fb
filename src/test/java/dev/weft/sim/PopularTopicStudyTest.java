package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How a popular topic spreads over the nodes on the way to those that keep its records. The whole,
 * a million calls among 10,000 nodes: {@code mvn test -Dtest=PopularTopicStudyTest
 * -Dweft.popular=1000000}; without caching, a hundredth of the calls show the same.
 */
class PopularTopicStudyTest {

  private static final int CALLS = Integer.getInteger("weft.popular", 0);

  @Test
  void theBusiestNodeHasLessToDoWhereOthersOnTheWayCacheAPopularTopic()
      throws InterruptedException {
    PopularTopicStudy study = new PopularTopicStudy(200, 8);
    PopularTopicStudy.Load slow = study.slow(300);
    PopularTopicStudy.Load fast = study.fast(3_000);
    print("small, without caching", slow);
    print("small, with caching", fast);
    assertThat(fast.found()).isEqualTo(1);
    assertThat(slow.found()).isEqualTo(1);
    assertThat(fast.share()).isLessThan(0.8 * slow.share());
  }

  @Test
  @Timeout(6_000)
  @EnabledIfSystemProperty(named = "weft.popular", matches = "\\d+")
  void theWhole() throws InterruptedException {
    PopularTopicStudy study = new PopularTopicStudy(10_000, 20);
    PopularTopicStudy.Load slow = study.slow(CALLS / 100);
    print("without caching", slow);
    PopularTopicStudy.Load fast = study.fast(CALLS);
    print("with caching", fast);
    assertThat(fast.found()).isGreaterThan(0.99);
    assertThat(fast.share()).isLessThan(slow.share());
  }

  private static void print(String what, PopularTopicStudy.Load load) {
    System.out.printf(
        Locale.ROOT,
        "%s: busiest %d questions (%.1f %% of the calls), %.1f times the mean; enough for %.2f"
            + " %%%n",
        what,
        load.busiest(),
        100 * load.share(),
        load.ratio(),
        100 * load.found());
  }
}
