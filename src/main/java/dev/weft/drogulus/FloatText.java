package dev.weft.drogulus;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes floating point numbers as Python does: the shortest digits that read back to the same
 * number, laid out in its way. The drogulus hashes this text. Stateless.
 */
final class FloatText {

  private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);
  private static final int FIRST_LARGE = 16;
  private static final int FIRST_SMALL = -5;

  private FloatText() {}

  /**
   * A number's text.
   *
   * @param number any but infinities and NaN
   */
  static String of(double number) {
    if (number == 0) {
      return Double.toString(number);
    }
    BigDecimal shortest = shortest(number);
    int exponent = shortest.precision() - 1 - shortest.scale();
    if (exponent > FIRST_SMALL && exponent < FIRST_LARGE) {
      return shortest.scale() > 0 ? shortest.toPlainString() : shortest.toPlainString() + ".0";
    }
    String digits = shortest.unscaledValue().abs().toString();
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() == 1 ? "" : "." + digits.substring(1))
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /**
   * Java's own text has the shortest digits, too, but two of them where one would do: 4.9E-324 for
   * the smallest number, which is 5e-324 in Python.
   */
  private static BigDecimal shortest(double number) {
    BigDecimal two = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    if (two.precision() == 2) {
      BigDecimal one = two.round(ONE_DIGIT).stripTrailingZeros();
      if (one.doubleValue() == number) {
        return one;
      }
    }
    return two;
  }
}
