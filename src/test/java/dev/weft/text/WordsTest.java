package dev.weft.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers and times are shown as people read them. */
class WordsTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0.0 ms",
    "PT0.0031S, 3.1 ms",
    "PT0.312S, 312 ms",
    "PT1.24S, 1.24 s",
    "PT125S, 2 min 5 s"
  })
  void durationsHaveThePrecisionThatMatters(Duration duration, String shown) {
    assertThat(Words.duration(duration)).isEqualTo(shown);
  }

  @Test
  void countsAgreeWithTheirThings() {
    assertThat(Words.count(1, "node")).isEqualTo("1 node");
    assertThat(Words.count(0, "node")).isEqualTo("0 nodes");
    assertThat(Words.count(1003, "item")).isEqualTo("1,003 items");
  }

  @Test
  void textOfOthersIsOneLineAndObeyedByNoTerminal() {
    assertThat(Words.oneLine(" a \n  b\r\nc\u001b[31md\u0007 ")).isEqualTo("a b c?[31md?");
    assertThat(Words.oneLine("a\u009b31mb\u202ec\u2069")).isEqualTo("a?31mb?c?");
  }
}
