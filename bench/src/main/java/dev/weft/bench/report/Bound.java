package dev.weft.bench.report;

/**
 * What a number must reach. Immutable.
 *
 * @param atLeast whether the number must not be less; else it must not be more
 * @param limit what it must not be less, or more, than
 * @param unit of both, for people
 */
record Bound(boolean atLeast, double limit, String unit) {

  static Bound atLeast(double limit, String unit) {
    return new Bound(true, limit, unit);
  }

  static Bound atMost(double limit, String unit) {
    return new Bound(false, limit, unit);
  }

  /** Whether a number has reached it, and by how many percent of the bound. */
  String verdict(double number) {
    double spare = (atLeast ? number - limit : limit - number) / limit;
    String percent = Metric.text(Math.abs(spare) * 100) + " %";
    return spare < 0 ? "**no**, by " + percent : spare > 0 ? "yes, by " + percent : "yes";
  }

  @Override
  public String toString() {
    return (atLeast ? "≥ " : "≤ ") + Metric.text(limit) + " " + unit;
  }
}
