package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers and times are shown as people read them. */
class TextsTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0.0 ms",
    "PT0.0031S, 3.1 ms",
    "PT0.312S, 312 ms",
    "PT1.24S, 1.24 s",
    "PT125S, 2 min 5 s"
  })
  void durationsHaveThePrecisionThatMatters(Duration duration, String shown) {
    assertThat(Texts.duration(duration)).isEqualTo(shown);
  }

  @Test
  void countsAgreeWithTheirThings() {
    assertThat(Texts.count(1, "node")).isEqualTo("1 node");
    assertThat(Texts.count(0, "node")).isEqualTo("0 nodes");
    assertThat(Texts.count(1003, "item")).isEqualTo("1,003 items");
  }

  @Test
  void ratesArePerSecondAndWithoutDivisionByNothing() {
    assertThat(Texts.rate(100, Duration.ofMillis(500))).isEqualTo(200);
    assertThat(Texts.rate(0, Duration.ZERO)).isZero();
  }

  @Test
  void textOfOthersIsOneLineAndObeyedByNoTerminal() {
    assertThat(Texts.oneLine(" a \n  b\r\nc\u001b[31md\u0007 ")).isEqualTo("a b c?[31md?");
  }
}
