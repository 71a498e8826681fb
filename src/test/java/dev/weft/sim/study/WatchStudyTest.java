package dev.weft.sim.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whether those who watch see all that is set, and how soon, though 30 % of the nodes end in an
 * hour. The whole, of as many watchers on as many nodes, takes some minutes: {@code mvn test
 * -Dtest=WatchStudyTest -Dweft.watchers=1000}.
 */
class WatchStudyTest {

  private static final int WATCHERS = Integer.getInteger("weft.watchers", 0);

  private static void seesAll(WatchStudy.Outcome outcome) {
    assertThat(outcome.missed()).as("missed").isZero();
    assertThat(outcome.twice()).as("twice").isZero();
    assertThat(outcome.skipped()).as("skipped").isZero();
    assertThat(outcome.delays().quantile(0.99)).isLessThanOrEqualTo(5);
  }

  @Test
  void whoWatchesAmongNodesThatComeAndGoSeesEachUpdateOnceAndSoon() throws InterruptedException {
    WatchStudy.Outcome outcome = new WatchStudy(60, 30, 10, Duration.ofMinutes(20)).run();
    assertThat(outcome.turnover().ended()).isPositive();
    assertThat(outcome.sets()).isGreaterThan(50);
    assertThat(outcome.delays().count()).isGreaterThan(150);
    seesAll(outcome);
  }

  @Test
  @Timeout(3_000)
  @EnabledIfSystemProperty(named = "weft.watchers", matches = "\\d+")
  void theWhole() throws InterruptedException {
    var study = new WatchStudy(WATCHERS, WATCHERS, Math.max(1, WATCHERS / 10), Duration.ofHours(1));
    WatchStudy.Outcome outcome = study.run();
    Sample delays = outcome.delays();
    System.out.printf(
        Locale.ROOT,
        "%d watchers in %d watches; %d sets, %d failed; %d nodes ended; "
            + "%d updates seen, %d missed, %d twice, %d skipped; "
            + "after p50 %.3f s, p90 %.3f, p99 %.3f, max %.3f%n",
        WATCHERS,
        outcome.sessions(),
        outcome.sets(),
        outcome.failed(),
        outcome.turnover().ended(),
        delays.count(),
        outcome.missed(),
        outcome.twice(),
        outcome.skipped(),
        delays.quantile(0.5),
        delays.quantile(0.9),
        delays.quantile(0.99),
        delays.max());
    seesAll(outcome);
  }
}
