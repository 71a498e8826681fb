package dev.weft.routing;

import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.LinkedHashMap;

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

  boolean contains(Key key, long now) {
    // Those that have served their time are all at the front.
    while (!addedAt.isEmpty() && now - addedAt.firstEntry().getValue() >= nanos) {
      addedAt.pollFirstEntry();
    }
    return addedAt.containsKey(key);
  }
}
