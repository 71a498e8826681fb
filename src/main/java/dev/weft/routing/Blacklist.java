package dev.weft.routing;

import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Confined to the routing actor: the nodes that lied, for a while. A full list forgets the oldest.
 */
final class Blacklist {

  private final long nanos;
  private final int capacity;

  /** When each was added, the oldest first. */
  private final LinkedHashMap<Key, Long> addedAt = new LinkedHashMap<>();

  Blacklist(Duration duration, int capacity) {
    this.nanos = duration.toNanos();
    this.capacity = capacity;
  }

  void add(Key key, long now) {
    addedAt.putLast(key, now);
    if (addedAt.size() > capacity) {
      addedAt.pollFirstEntry();
    }
  }

  /**
   * Adds one that was added in an earlier run.
   *
   * @param left for how much longer it is listed; no longer than any
   */
  void addAgain(Key key, long left, long now) {
    add(key, now - nanos + Math.min(left, nanos));
  }

  boolean contains(Key key, long now) {
    dropOver(now);
    return addedAt.containsKey(key);
  }

  /** For how much longer each is listed, the shortest first. */
  Map<Key, Long> left(long now) {
    dropOver(now);
    Map<Key, Long> left = new LinkedHashMap<>();
    addedAt.forEach((key, added) -> left.put(key, nanos - (now - added)));
    return left;
  }

  private void dropOver(long now) {
    // Those that have served their time are all at the front.
    while (!addedAt.isEmpty() && now - addedAt.firstEntry().getValue() >= nanos) {
      addedAt.pollFirstEntry();
    }
  }
}
