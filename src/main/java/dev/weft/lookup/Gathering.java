package dev.weft.lookup;

import dev.weft.item.Announcement;
import dev.weft.item.ItemException;
import dev.weft.item.ItemException.Flaw;
import dev.weft.item.Provider;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Request;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Guarded by its lock: the records under one topic that the lanes of a lookup gather, each owner's
 * newest, all of them verified. A record that several nodes give is verified once.
 *
 * <p>Where a few are enough, copies will do, which nodes on the way have of a popular topic.
 * Whoever wants more asks those who keep the records, and all of them.
 */
public final class Gathering {

  /** How many are gathered at most, whatever is asked for: some 15 MiB at the worst. */
  public static final int MOST = 10_000;

  /** Of how many records there may be copies. */
  public static final int MOST_COPIES = 100;

  private final Key topic;
  private final int enough;
  private final int limit;
  private final boolean copies;
  private final Consumer<Provider> told;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Provider> byOwner = new LinkedHashMap<>();
  private final Set<Key> toldOf = new LinkedHashSet<>();
  private int present;

  /**
   * Begins with none.
   *
   * @param topic what the records are under
   * @param limit how many are enough; no more than {@link #MOST}
   * @param told is told of each owner once, of the first of their records that came and is none of
   *     a withdrawal, and of no more of them than are enough; in turn, by whoever brings it and
   *     with a lock held: it must neither wait nor throw
   * @throws IllegalArgumentException if none are enough
   */
  public Gathering(Key topic, int limit, Consumer<Provider> told) {
    this(topic, limit, limit, limit <= MOST_COPIES, told);
  }

  private Gathering(Key topic, int enough, int limit, boolean copies, Consumer<Provider> told) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "at least 1 provider must be looked for, and " + limit + " is given as the limit");
    }
    this.topic = topic;
    this.enough = Math.min(enough, MOST);
    this.limit = Math.min(limit, MOST);
    this.copies = copies;
    this.told = told;
  }

  /**
   * {@return one that takes no copies: it asks for as many as there may be copies of}
   *
   * @param topic the topic's key
   * @param enough when to ask nobody else
   */
  public static Gathering ofOriginals(Key topic, int enough) {
    return new Gathering(topic, enough, MOST_COPIES, false, _ -> {});
  }

  /** What to ask. */
  Request.FindProviders question() {
    return new Request.FindProviders(topic, limit, copies, Optional.empty());
  }

  /** {@return whether copies will do} */
  public boolean takesCopies() {
    return copies;
  }

  Key topic() {
    return topic;
  }

  /** {@return how many are wanted at most} */
  public int limit() {
    return limit;
  }

  /** {@return whether there are enough} */
  public boolean isEnough() {
    lock.lock();
    try {
      return present >= enough;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes in what a node gave. What has expired meanwhile, or comes from a clock that runs ahead,
   * is left out.
   *
   * @param given its records
   * @param now the time of day
   * @return null if it is plausible, otherwise what is wrong: no honest node gives such records
   */
  @SuppressWarnings("exports") // who compiles against this can do without the annotation
  public @Nullable String take(List<Provider> given, Instant now) {
    lock.lock();
    try {
      for (Provider provider : given) {
        take(provider, now);
      }
      return null;
    } catch (ItemException e) {
      return e.getMessage();
    } finally {
      lock.unlock();
    }
  }

  /** Takes in one record, with the lock held; others may bring the same at the same time. */
  private void take(Provider provider, Instant now) throws ItemException {
    Announcement record = provider.announcement();
    if (!record.topic().equals(topic)) {
      throw new ItemException(Flaw.FORGED, "it gave a record that belongs under another topic");
    }
    Provider known = byOwner.get(provider.owner());
    if (isNews(provider, known) && isWithinLimits(record, now)) {
      verify(record);
      byOwner.put(provider.owner(), provider);
      present += count(provider) - (known == null ? 0 : count(known));
      if (count(provider) == 1 && toldOf.size() < limit && toldOf.add(provider.owner())) {
        told.accept(provider);
      }
    }
  }

  /** Whether a record is newer than what is known of its owner; takes note of what is the same. */
  private boolean isNews(Provider provider, @Nullable Provider known) {
    if (known == null) {
      return byOwner.size() < MOST;
    }
    if (provider.checked() && !known.checked() && isSame(known, provider)) {
      byOwner.put(known.owner(), provider);
    }
    return provider.announcement().compareVersion(known.announcement()) > 0;
  }

  private static boolean isWithinLimits(Announcement record, Instant now) {
    try {
      record.checkLimits(now);
      return true;
    } catch (ItemException e) {
      return false;
    }
  }

  private static void verify(Announcement record) throws ItemException {
    try {
      record.verify();
    } catch (ItemException e) {
      throw new ItemException(e.flaw(), "it gave a forged record: " + e.getMessage());
    }
  }

  private static boolean isSame(Provider known, Provider other) {
    return known.announcement().equals(other.announcement());
  }

  private static int count(Provider provider) {
    return provider.announcement().isWithdrawn() ? 0 : 1;
  }

  /** {@return those that are there, in the order in which they came; no more than are wanted} */
  public List<Provider> providers() {
    lock.lock();
    try {
      return byOwner.values().stream()
          .filter(provider -> !provider.announcement().isWithdrawn())
          .limit(limit)
          .toList();
    } finally {
      lock.unlock();
    }
  }
}
