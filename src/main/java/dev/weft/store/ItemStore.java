package dev.weft.store;

import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a node keeps for the network: at most one item under each key. Safe for use by any number of
 * threads.
 *
 * <p>An item is kept as a <em>replica</em>, because this node is among the closest to its key, or
 * as a <em>cached copy</em>, because a lookup passed by (Kademlia, §2.3). Replicas stay until they
 * expire, and are replicated to others; cached copies lapse sooner, and are the first to go when
 * room is needed.
 *
 * <p>The store trusts its caller: whoever puts an item has {@linkplain Item#admit admitted} it.
 *
 * <p>This is the contract of all implementations, in memory and on disk. Methods that change
 * something may wait for a disk to write: {@link #put} until it is interrupted, the others to the
 * end, which is soon. Those that read do not wait for one that writes. An implementation that
 * cannot read or write throws {@link StoreException}.
 */
public interface ItemStore extends AutoCloseable {

  /**
   * Keeps an item, if it is newer than what is held under its key. In a durable store, what the
   * outcome says is held is on disk when this returns, whoever put it; {@link #get} may show it
   * sooner.
   *
   * <ul>
   *   <li>A cached copy never makes a replica a cached copy, and never takes a replica's place in a
   *       full store. Where a replica of an older version is held, the newer item replaces it, and
   *       is a replica from then on: this node was among the closest and should not fall back.
   *   <li>A replica put where a cached copy of the same version is held makes that a replica.
   *   <li>A cached copy put again lapses at the later of the two times.
   *   <li>In a full store room is made as the store's options say; where the item itself would have
   *       to go first, it is refused, and what is held stays as it is.
   * </ul>
   *
   * @param item an item that the caller has verified
   * @param cacheFor zero or less for a replica, kept until the item expires; otherwise this is a
   *     cached copy, dropped after that long or when the item expires, whichever is sooner
   * @return what came of it
   * @throws InterruptedException if the thread is interrupted while it waits; the item is then kept
   *     or not, but never in part
   * @throws StoreException if the item could not be written, or the store is closed
   */
  PutOutcome put(Item item, Duration cacheFor) throws InterruptedException;

  /**
   * Keeps a replica of an item; see {@link #put(Item, Duration)}.
   *
   * @param item an item that the caller has verified
   * @return what came of it
   * @throws InterruptedException if the thread is interrupted
   */
  default PutOutcome put(Item item) throws InterruptedException {
    return put(item, Duration.ZERO);
  }

  /**
   * {@return the item under a key, replica or cached copy, unless it has expired or lapsed} Counts
   * neither as use nor as replication.
   *
   * @param key the key
   */
  Optional<Item> get(Key key);

  /**
   * One page of the replicas in the order of their keys. Paging on from the last key of a page
   * meets every replica that is there the whole time once, and the others at most once.
   *
   * @param after only keys greater than this one; null starts from the first
   * @param limit the longest page, at least 0
   * @return what has not expired; shorter than the limit only at the end
   */
  @SuppressWarnings("exports") // who compiles against this can do without the annotation
  List<Item> scan(@Nullable Key after, int limit);

  /**
   * The replicas that nobody has replicated for some time, longest ago first. A replica counts as
   * replicated when it is stored or renewed, when somebody puts the very same replica again (so
   * another holder was faster, and saves this node the work: Kademlia, §2.5), and by {@link
   * #replicated}.
   *
   * @param age how long ago, at least, by the monotonic clock
   * @param limit the longest list, at least 0
   * @return what has not expired
   */
  List<Item> dueForReplication(Duration age, int limit);

  /**
   * As {@link #dueForReplication(Duration, int)}, of a part of the key space and in the order of
   * the keys.
   *
   * @param age how long ago, at least, by the monotonic clock
   * @param after only keys greater than this one
   * @param last only keys up to this one
   * @param limit the longest list, at least 0
   * @return what has not expired; shorter than the limit only where there is no more
   */
  List<Item> dueForReplication(Duration age, Key after, Key last, int limit);

  /**
   * Notes that this node has just replicated an item, or has seen that it is current. Nothing
   * happens if it is not, or no longer, the very item that is held. Need not survive a restart.
   *
   * @param item the very item that is held
   */
  void replicated(Item item);

  /**
   * How long ago a replica was {@linkplain #dueForReplication(Duration, int) replicated}, by the
   * monotonic clock.
   *
   * @param key the key
   * @return empty where no replica is held under the key
   */
  Optional<Duration> sinceReplicated(Key key);

  /**
   * Whether what is held under a key, replica or cached copy, was held when the store was opened,
   * and nobody has been heard of since who holds the same: it may have been replaced while this
   * node was away. It is no longer old when it is put again, or noted as {@link #replicated}. Takes
   * next to no time once nothing is old any more.
   *
   * @param key the key
   * @return false where nothing is held; always, unless the store outlives the node
   */
  boolean isOld(Key key);

  /** {@return which items this node renews; as durable as the store, and closed with it} */
  RenewalBook renewals();

  /**
   * Drops all that has expired or lapsed. It is invisible without that, except to {@link #size} and
   * {@link #bytes}.
   *
   * @return how many this call dropped
   */
  int expire();

  /**
   * {@return whether {@link #put} and {@link #get} may wait, for a disk say; not for the moments
   * for which others hold a lock} True unless an implementation knows better, and where anything
   * {@linkplain #isOld is old}.
   */
  default boolean mayWait() {
    return true;
  }

  /** {@return whether items can be put, as far as is known: not where the last write failed} */
  default boolean isWritable() {
    return true;
  }

  /** {@return how many items are held, replicas and cached copies} */
  int size();

  /** {@return how many bytes the encodings of all held items have} */
  long bytes();

  /** {@return how many items had to go so far to make room for others, since this was opened} */
  long evicted();

  /**
   * Frees all that the store holds: memory, threads, files. Idempotent. From then on {@link #put}
   * throws {@link StoreException}, and nothing is found.
   */
  @Override
  void close();
}
