package dev.weft.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as text for people, the same in every country. Stateless. */
final class Numbers {

  private static final int DIGITS = 6;

  private Numbers() {}

  /**
   * A number with six digits that count, or all of those before the point; very large and very
   * small ones in powers of ten, and a dash for what is not finite.
   */
  static String text(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    int whole = exact.precision() - exact.scale();
    BigDecimal rounded = exact.round(new MathContext(Math.max(DIGITS, whole))).stripTrailingZeros();
    return Math.abs(whole) > 2 * DIGITS ? rounded.toString() : rounded.toPlainString();
  }
}
