package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.SetReport;
import java.time.Duration;
import java.util.Locale;

/** What a benchmark stores. */
enum ItemKind {
  /** Items under their own hash, which nobody signs. */
  CONTENT {
    @Override
    SetReport put(Dht node, int index, byte[] value, Duration timeToLive, Duration timeout)
        throws InterruptedException {
      return node.put(value, timeToLive, timeout);
    }
  },

  /** Items under a name, which their owner signs, and every node that gets one verifies. */
  NAMED {
    @Override
    SetReport put(Dht node, int index, byte[] value, Duration timeToLive, Duration timeout)
        throws InterruptedException {
      return node.set("item-" + index, value, timeToLive, timeout);
    }
  };

  /** Stores an item of this kind. */
  abstract SetReport put(Dht node, int index, byte[] value, Duration timeToLive, Duration timeout)
      throws InterruptedException;

  /** In small letters. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
