package dev.weft.bench.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code weft bench-network --kill} tells of the gets before and after. Immutable.
 *
 * @param title which round it was
 * @param before the p99 of gets just before nodes were killed, in milliseconds
 * @param after the p99 of the same gets afterwards
 * @param found which part of them succeeded afterwards
 */
record KillRound(String title, double before, double after, double found) {

  /** The rounds of a run in which nodes were killed, from its JSON. */
  static List<KillRound> of(Map<?, ?> json) {
    if (!(json.get("rounds") instanceof List<?> rounds)) {
      throw new IllegalArgumentException("this is not the output of bench-network --json");
    }
    String network = "k = " + json.get("k") + ", " + json.get("killed") + " killed";
    return rounds.stream()
        .map(Map.class::cast)
        .flatMap(
            round -> {
              String title =
                  "%s items, %s in flight, %s"
                      .formatted(round.get("kind"), round.get("parallel"), network);
              Map<?, ?> before = pass(round, "get_again");
              Map<?, ?> after = pass(round, "get_after_kill");
              return after.isEmpty()
                  ? Stream.empty()
                  : Stream.of(
                      new KillRound(
                          title,
                          number(before, "p99"),
                          number(after, "p99"),
                          number(after, "successShare")));
            })
        .toList();
  }

  /** What was measured of this; empty if it was not done. */
  private static Map<?, ?> pass(Map<?, ?> round, String what) {
    return ((List<?>) round.get("passes"))
        .stream()
            .<Map<?, ?>>map(Map.class::cast)
            .filter(pass -> what.equals(pass.get("what")))
            .findFirst()
            .orElse(Map.of());
  }

  private static double number(Map<?, ?> json, String name) {
    return ((Number) json.get(name)).doubleValue();
  }
}
