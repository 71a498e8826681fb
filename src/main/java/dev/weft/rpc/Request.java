package dev.weft.rpc;

import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import java.time.Duration;

/** What one node may ask of another (Kademlia, §2.3): a closed family of immutable records. */
public sealed interface Request {

  /** Are you there? Answered by {@link Response.Pong}. */
  record Ping() implements Request {}

  /**
   * I am about to stop: forget me, rather than find out. Answered by {@link Response.Pong}. Neither
   * in the paper nor in the drogulus, where others notice by and by.
   */
  record Leave() implements Request {}

  /**
   * Which nodes do you know that are closest to a key? Answered by {@link Response.Nodes}.
   *
   * @param target any key
   */
  record FindNode(Key target) implements Request {}

  /**
   * What do you hold under a key? Answered by {@link Response.Values}, or by {@link Response.Nodes}
   * where nothing is held.
   *
   * @param key the key of an item
   */
  record FindValue(Key key) implements Request {}

  /**
   * Keep this item. Answered by {@link Response.Stored}, or refused with the reason.
   *
   * @param item the item, verified by whoever is asked before it is kept
   * @param cacheFor zero (or less) for a replica, which is kept until the item expires; otherwise
   *     this is a cached copy on the path of lookups, which may be dropped after that long, or
   *     sooner
   */
  record Store(Item item, Duration cacheFor) implements Request {

    /** A request to keep a replica. */
    public Store(Item item) {
      this(item, Duration.ZERO);
    }

    /** Whether this is about a cached copy rather than a replica. */
    public boolean isCache() {
      return cacheFor.isPositive();
    }
  }
}
