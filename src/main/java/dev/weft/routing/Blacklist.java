package dev.weft.routing;

import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Confined to the routing actor: the nodes that lied, for a while, which doubles each time that one
 * lies again when its time is over, up to a day. For each day that it did not, one time is
 * forgiven. What it does while it is ignored has its time begin anew, and no more: else a few
 * answers that cross could cost it a day. A full list forgets whoever lied longest ago.
 */
final class Blacklist {

  private static final long DAY = TimeUnit.DAYS.toNanos(1);

  /**
   * What one node did.
   *
   * @param times how often it lied, of what is not forgiven
   * @param at when it lied last
   * @param over when it is ignored no longer
   */
  private record Lies(int times, long at, long over) {

    boolean isOver(long now) {
      return now - over >= 0;
    }

    long unforgiven(long now) {
      return times - (now - at) / DAY;
    }
  }

  private final long nanos;
  private final int capacity;

  /** Who lied longest ago comes first. */
  private final LinkedHashMap<Key, Lies> lies = new LinkedHashMap<>();

  /**
   * @param duration how long the first lie counts
   */
  Blacklist(Duration duration, int capacity) {
    this.nanos = duration.toNanos();
    this.capacity = capacity;
  }

  /**
   * A node has lied.
   *
   * @return for how long it is ignored
   */
  long add(Key key, long now) {
    Lies before = lies.getOrDefault(key, new Lies(0, now, now));
    int times = (int) Math.max(1, before.unforgiven(now) + (before.isOver(now) ? 1 : 0));
    long time = time(times);
    put(key, new Lies(times, now, now + time));
    return time;
  }

  private long time(int times) {
    long time = nanos;
    for (int i = 1; i < times; i++) {
      time = Math.max(time, Math.min(DAY, 2 * time));
    }
    return time;
  }

  /**
   * Adds one that was added in an earlier run.
   *
   * @param left for how much longer it is ignored; no longer than any
   */
  void addAgain(Key key, long left, long now) {
    put(key, new Lies(1, now, now + Math.min(left, Math.max(nanos, DAY))));
  }

  private void put(Key key, Lies more) {
    lies.putLast(key, more);
    if (lies.size() > capacity) {
      lies.pollFirstEntry();
    }
  }

  boolean contains(Key key, long now) {
    Lies known = lies.get(key);
    return known != null && !known.isOver(now);
  }

  /** For how much longer each is ignored, the shortest first. */
  Map<Key, Long> left(long now) {
    Map<Key, Long> left = new LinkedHashMap<>();
    lies.entrySet().stream()
        .filter(entry -> !entry.getValue().isOver(now))
        .sorted(Map.Entry.comparingByValue((a, b) -> Long.signum(a.over - b.over)))
        .forEach(entry -> left.put(entry.getKey(), entry.getValue().over - now));
    return left;
  }
}
