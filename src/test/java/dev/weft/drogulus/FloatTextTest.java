package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloatTextTest {

  @Test
  void everyNumberIsWrittenAsPythonWroteIt() {
    var vectors = Vectors.list("floats", "vectors");
    assertThat(vectors).hasSizeGreaterThan(1000);
    for (Map<String, Object> vector : vectors) {
      double number =
          Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(Vectors.text(vector, "bits")));
      if (Double.isFinite(number)) {
        assertThat(FloatText.of(number)).isEqualTo(vector.get("leaf_text"));
        assertThat(new JsonValue.Real(number).toJson()).isEqualTo(vector.get("json_text"));
        assertThat(TreeHash.of(JsonValue.of(number))).asString().isEqualTo(vector.get("hash"));
      }
    }
  }

  /** The slow way that was checked on 306,000 numbers. */
  private static BigDecimal shortest(double number) {
    BigDecimal exact = new BigDecimal(number);
    for (int digits = 1; ; digits++) {
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.HALF_EVEN, RoundingMode.UP}) {
        BigDecimal rounded = exact.round(new MathContext(digits, mode));
        if (rounded.doubleValue() == number) {
          return rounded;
        }
      }
    }
  }

  @Test
  void theDigitsAreTheShortestThatReadBack() {
    var random = new Random(1);
    DoubleStream all =
        DoubleStream.concat(
            DoubleStream.generate(() -> Double.longBitsToDouble(random.nextLong())).limit(5_000),
            DoubleStream.concat(
                IntStream.rangeClosed(-1074, 1023)
                    .mapToDouble(exponent -> Math.scalb(1.0, exponent)),
                IntStream.range(1, 1_500).mapToDouble(i -> i * Double.MIN_VALUE)));
    all.filter(Double::isFinite)
        .filter(number -> number != 0)
        .forEach(
            number -> {
              String text = FloatText.of(number);
              assertThat(Double.parseDouble(text)).isEqualTo(number);
              assertThat(new BigDecimal(text)).isEqualByComparingTo(shortest(number));
            });
  }
}
