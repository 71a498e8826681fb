package dev.weft.rpc;

import dev.weft.item.Announcement;
import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.Optional;

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

    /**
     * A request to keep a replica.
     *
     * @param item the item
     */
    public Store(Item item) {
      this(item, Duration.ZERO);
    }

    /** {@return whether this is about a cached copy rather than a replica} */
    public boolean isCache() {
      return cacheFor.isPositive();
    }
  }

  /**
   * Keep this record under its topic, beside those of others (as BEP 5's announce_peer). Answered
   * by {@link Response.Stored}, or refused with the reason.
   *
   * @param record the record, verified by whoever is asked before it is kept
   */
  record Announce(Announcement record) implements Request {}

  /**
   * Who has announced themselves under a topic (as BEP 5's get_peers), and which nodes do you know
   * that are closest to it? Answered by {@link Response.Providers}, or by {@link Response.Nodes}
   * where nothing is kept.
   *
   * @param topic the key of the topic
   * @param most how many records are wanted at most
   * @param copies whether copies will do, where who is asked keeps no records itself: those of a
   *     popular topic, which may be a minute old
   * @param after empty for any, by chance; otherwise those whose owners' keys come next after this
   *     one, of those that are kept
   */
  record FindProviders(Key topic, int most, boolean copies, Optional<Key> after)
      implements Request {

    /**
     * A request for any records.
     *
     * @param topic the topic's key
     * @param most how many at most
     */
    public FindProviders(Key topic, int most) {
      this(topic, most, true, Optional.empty());
    }

    /**
     * A request for a page of the records that are kept.
     *
     * @param topic the topic's key
     * @param most how many at most
     * @param after only those of owners whose keys come after this one
     */
    public FindProviders(Key topic, int most, Key after) {
      this(topic, most, false, Optional.of(after));
    }
  }

  /**
   * Tell me when there is something new under a key. Answered by {@link Response.Changed}, at once
   * where there is something already, or by {@link Response.Unchanged} when the lease is over; so
   * what is pushed is the answer, and there is nothing to be missed between two of these.
   *
   * @param key of an item or a topic
   * @param topic which of the two
   * @param since what the watcher has
   * @param lease how long to wait; who is asked may make it shorter
   */
  record Watch(Key key, boolean topic, Cursor since, Duration lease) implements Request {}
}
