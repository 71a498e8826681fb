package dev.weft.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {

  @Test
  void aRateSaysWhatItIs() {
    assertThat(Rate.perSecond(2_000, 10)).hasToString("2000 in a second");
    assertThat(new Rate(3, Duration.ofMinutes(1))).hasToString("one in 60 seconds");
    assertThat(Rate.UNLIMITED).hasToString("any number");
  }

  @Test
  void whatNoRateCanBeIsNamed() {
    assertThatThrownBy(() -> new Rate(0, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a burst is of 1 to 1000000, not 0");
    assertThatThrownBy(() -> new Rate(1_000_001, Duration.ZERO))
        .hasMessage("a burst is of 1 to 1000000, not 1000001");
    assertThatThrownBy(() -> new Rate(1, Duration.ofNanos(-1)))
        .hasMessage("an interval is of zero to an hour, not PT-0.000000001S");
    assertThatThrownBy(() -> new Rate(1, Duration.ofHours(2)))
        .hasMessage("an interval is of zero to an hour, not PT2H");
    assertThatThrownBy(() -> Rate.perSecond(0, 1))
        .hasMessage("a rate is at least 1 per second, not 0");
  }
}
