package dev.weft.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "-7, -7",
    "100, 100",
    "0.25, 0.25",
    "0.1666666666, 0.166667",
    "99.99999, 100",
    "1234.56789, 1234.57",
    "14203118, 14203118",
    "14203118.4, 14203118",
    "123456789012, 123456789012",
    "0.0000012345678, 0.00000123457",
    "1e300, 1E+300",
    "1.5e-20, 1.5E-20",
    "NaN, –",
    "Infinity, –",
    "-Infinity, –"
  })
  void aNumberKeepsSixDigitsOrAllBeforeThePoint(double value, String text) {
    assertThat(Numbers.text(value)).isEqualTo(text);
  }
}
