package dev.weft;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.drogulus.DrogulusOptions;
import dev.weft.item.Item;
import dev.weft.kademlia.Seed;
import java.time.Duration;

/** What is required of settings; each throws an {@link IllegalArgumentException} that says so. */
final class Requirements {

  private static final int MOST_NETWORK_BYTES = 255;
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

  static void requireDrogulus(int port, boolean itsNetwork) {
    require(
        port <= DrogulusOptions.MAX_PORT,
        "port must be from 0 to "
            + DrogulusOptions.MAX_PORT
            + ": the drogulus ignores nodes that listen on a higher one");
    require(itsNetwork, "network cannot be chosen: the drogulus has but one");
  }

  static void requireNetwork(String name) {
    int bytes = name.getBytes(UTF_8).length;
    require(bytes >= 1 && bytes <= MOST_NETWORK_BYTES, "network must have 1 to 255 bytes");
  }

  static void requireAddress(String advertise) {
    try {
      Seed.parse(advertise);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("advertise must be HOST[:PORT]: " + e.getMessage(), e);
    }
  }
}
