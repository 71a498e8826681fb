package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LookupOptionsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void defaultsAreThoseOfThePaper() {
    assertThat(LookupOptions.DEFAULT.k()).isEqualTo(20);
    assertThat(LookupOptions.DEFAULT.alpha()).isEqualTo(3);
  }

  @Test
  void hedgingMayBeSwitchedOff() {
    assertThat(new LookupOptions(1, 1, 0, SECOND, SECOND).maxHedges()).isZero();
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    refuses(0, 1, 0, SECOND, SECOND);
    refuses(1, 0, 0, SECOND, SECOND);
    refuses(1, 1, -1, SECOND, SECOND);
    refuses(1, 1, 0, Duration.ZERO, SECOND);
    refuses(1, 1, 0, SECOND, Duration.ZERO);
  }

  private static void refuses(int k, int alpha, int hedges, Duration timeout, Duration hedgeAfter) {
    assertThatThrownBy(() -> new LookupOptions(k, alpha, hedges, timeout, hedgeAfter))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLookupGoesByOnePathUnlessMoreAreAskedFor() {
    assertThat(LookupOptions.DEFAULT.paths()).isOne();
    assertThat(LookupOptions.DEFAULT.withPaths(8).paths()).isEqualTo(8);
    assertThatThrownBy(() -> LookupOptions.DEFAULT.withPaths(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
