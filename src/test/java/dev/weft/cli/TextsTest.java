package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rates and shares are shown as people read them. */
class TextsTest {

  @Test
  void ratesArePerSecondAndWithoutDivisionByNothing() {
    assertThat(Texts.rate(100, Duration.ofMillis(500))).isEqualTo(200);
    assertThat(Texts.rate(0, Duration.ZERO)).isZero();
  }
}
