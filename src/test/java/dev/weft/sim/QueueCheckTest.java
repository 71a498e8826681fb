package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.DhtConfig;
import org.junit.jupiter.api.Test;

class QueueCheckTest {

  private static final int MANY = 1_000_000;

  private final QueueCheck check = new QueueCheck(DhtConfig.builder().build());

  @Test
  void aBusyNodeStaysWithinItsBounds() {
    assertThat(check.flaw(new Load(2_000, 1_000, 3_000, 100_000, 256L << 20))).isEmpty();
  }

  @Test
  void nothingGrowsBeyondItsBounds() {
    assertThat(check.flaw(new Load(MANY, 0, 0, 0, 0))).contains("calls=1000000");
    assertThat(check.flaw(new Load(0, 1_001, 0, 0, 0))).contains("requests=1001");
    assertThat(check.flaw(new Load(0, 0, MANY, 0, 0))).contains("threads=1000000");
    assertThat(check.flaw(new Load(0, 0, 0, 100_001, 0))).contains("items=100001");
    assertThat(check.flaw(new Load(0, 0, 0, 0, (256L << 20) + 1))).contains("bytes=268435457");
  }

  @Test
  void everyTimerBelongsToAThreadOrAMessage() {
    assertThat(QueueCheck.flaw(7, 5, 2)).isEmpty();
    assertThat(QueueCheck.flaw(8, 5, 2))
        .isEqualTo("8 timers are set, for 5 threads and 2 messages");
  }
}
