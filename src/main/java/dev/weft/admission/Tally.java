package dev.weft.admission;

import java.util.HashMap;
import java.util.Map;

/**
 * Confined to the thread of what it belongs to, or guarded by its lock: how many there are of each
 * kind. Of a kind of which there is none, nothing is kept.
 *
 * @param <K> what makes a kind
 */
public final class Tally<K> {

  private final Map<K, Integer> counts = new HashMap<>();

  /** How many there are. */
  public int count(K kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** There is one more. */
  public void add(K kind) {
    counts.merge(kind, 1, Integer::sum);
  }

  /** There is one less, if there was any. */
  public void remove(K kind) {
    counts.computeIfPresent(kind, (_, count) -> count > 1 ? count - 1 : null);
  }
}
