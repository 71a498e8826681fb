package dev.weft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.weft.Statistics;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The meters of one page share one look at the node. */
class SampledTest {

  private long millis;
  private int looks;

  private final Sampled sampled =
      new Sampled(
          () -> {
            looks++;
            return mock(Statistics.class);
          },
          new Clock() {
            @Override
            public long wallTime() {
              throw new AssertionError("of no interest");
            }

            @Override
            public long monotonicTime() {
              return TimeUnit.MILLISECONDS.toNanos(millis);
            }
          });

  @Test
  void aLookLastsATenthOfASecond() {
    Statistics first = sampled.get();
    millis = 100;
    assertThat(sampled.get()).isSameAs(first);
    assertThat(looks).isOne();
    millis = 101;
    assertThat(sampled.get()).isNotSameAs(first);
    assertThat(looks).isEqualTo(2);
  }
}
