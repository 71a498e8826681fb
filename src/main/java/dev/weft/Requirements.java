package dev.weft;

import dev.weft.item.Item;
import dev.weft.kademlia.Seed;
import java.time.Duration;

/** What is required of settings; each throws an {@link IllegalArgumentException} that says so. */
final class Requirements {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Item.MAX_TIME_TO_LIVE;

  private Requirements() {}

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  static void requireRange(Duration duration, String setting) {
    require(
        duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0,
        setting + " must be from 1 ms to 30 days");
  }

  static void requireAddress(String advertise) {
    try {
      Seed.parse(advertise);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("advertise must be HOST[:PORT]: " + e.getMessage(), e);
    }
  }
}
