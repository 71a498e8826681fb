package dev.weft.node;

import dev.weft.item.Announcement;
import dev.weft.item.NamedItem;
import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.node.Placement.Copy;
import dev.weft.node.Placement.Fate;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import dev.weft.store.ProviderStore;
import dev.weft.store.ProviderStore.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces this node's owner under topics, and again as long as the node runs. Guarded by its
 * lock, which is not held while others are asked; may be used by any thread.
 *
 * <p>Each record goes to those who are the k closest to the topic by then: every quarter of an
 * hour, or after half of its time to live if that is sooner. So whoever keeps it need not hand it
 * on, and a newcomer among the closest has it soon. Of those that are due sixteen at once are on
 * their way: the most that there may be are through in ten minutes, where each takes a second.
 */
final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  /** Under how many topics one node announces its owner at most. */
  static final int MOST = 10_000;

  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(15);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(15);
  private static final int MOST_DOUBLINGS = 10;

  /** How many records are brought to others at once. */
  static final int LANES = 16;

  /** What is done with a record. */
  private interface Chore<T> {
    void on(T record) throws InterruptedException;
  }

  /**
   * What is announced.
   *
   * @param dueAt when it is to be announced again
   * @param failures how many attempts at that have failed since the last that did not
   */
  private record Live(Announcement record, Duration timeToLive, Instant dueAt, int failures) {}

  private final Owner owner;
  private final int k;
  private final Duration callTimeout;
  private final Environment environment;
  private final Transport transport;
  private final RoutingActor routing;
  private final Lookups lookups;
  private final Placer placer;
  private final ProviderStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Map<Key, Live> announced = new LinkedHashMap<>();

  Announcer(
      Owner owner,
      NodeOptions options,
      Environment environment,
      Transport transport,
      RoutingActor routing,
      Lookups lookups,
      Placer placer,
      ProviderStore store) {
    this.owner = owner;
    this.k = options.k();
    this.callTimeout = options.lookup().callTimeout();
    this.environment = environment;
    this.transport = transport;
    this.routing = routing;
    this.lookups = lookups;
    this.placer = placer;
    this.store = store;
  }

  /**
   * Has a record kept by the k nodes closest to its topic, this one included where it is one of
   * them.
   */
  Placement place(Announcement record, Duration timeout) throws InterruptedException {
    long began = environment.nanoTime();
    long deadline = began + timeout.toNanos();
    Key topic = record.topic();
    LookupResult.Closest near =
        lookups.findNodes(topic, routing.startOf(topic), timeout, Lookups.UNWATCHED);
    boolean mine = placer.isMine(topic, near.closest());
    boolean kept = mine && store.put(record, true, Optional.empty()) == Verdict.KEPT;
    List<Copy> copies =
        FanOut.map(
            environment.threads("announce"),
            near.keepers(mine ? k - 1 : k),
            peer -> new Copy(peer, tell(peer, record, deadline)));
    Duration took = Duration.ofNanos(environment.nanoTime() - began);
    return new Placement(near, mine, kept, Optional.empty(), copies, List.of(), took);
  }

  private Fate tell(Contact peer, Announcement record, long deadline) throws InterruptedException {
    try {
      transport.call(peer, new Request.Announce(record), placer.remaining(deadline));
      return new Fate.Stored();
    } catch (RpcException.Refused e) {
      return new Fate.Refused(e.code(), e.getMessage(), Optional.empty());
    } catch (RpcException e) {
      return new Fate.Unreachable(e.getMessage());
    }
  }

  /**
   * Goes on announcing a record, in place of an earlier one under its topic.
   *
   * @param timeToLive for how long it is announced each time
   * @throws IllegalStateException if there are too many
   */
  void keepUp(Announcement record, Duration timeToLive) {
    lock.lock();
    try {
      if (announced.size() == MOST && !announced.containsKey(record.topic())) {
        throw new IllegalStateException(
            "a node announces its owner under " + MOST + " topics at most; withdraw some");
      }
      announced.put(record.topic(), live(record, timeToLive));
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Live live(Announcement record, Duration timeToLive) {
    Duration half = timeToLive.dividedBy(2);
    Duration interval = half.compareTo(LONGEST_INTERVAL) < 0 ? half : LONGEST_INTERVAL;
    return new Live(record, timeToLive, environment.now().plus(interval), 0);
  }

  /**
   * Announces nothing more under a topic.
   *
   * @return what was announced, if anything was
   */
  Optional<Announcement> drop(Key topic) {
    lock.lock();
    try {
      return Optional.ofNullable(announced.remove(topic)).map(Live::record);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something to announce, due or not. */
  void awaitSome() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (announced.isEmpty()) {
        added.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Announces what is due, some at once. */
  void announceDue() throws InterruptedException {
    someAtOnce("announce", due(), this::renew);
  }

  private void renew(Live due) throws InterruptedException {
    Instant expires = environment.now().plus(due.timeToLive());
    Announcement next = owner.announce(due.record().terms().until(expires));
    boolean kept = place(next, callTimeout.multipliedBy(2)).kept() > 0;
    exchange(due, kept ? live(next, due.timeToLive()) : later(due));
  }

  private <T> void someAtOnce(String name, List<T> all, Chore<T> chore)
      throws InterruptedException {
    Queue<T> left = new ConcurrentLinkedQueue<>(all);
    try (FanOut lanes = FanOut.open(environment.threads(name), () -> false)) {
      for (int i = 0; i < Math.min(LANES, all.size()); i++) {
        lanes.fork(
            () -> {
              for (T next = left.poll(); next != null; next = left.poll()) {
                chore.on(next);
              }
            });
      }
      lanes.join();
    }
  }

  /** Makes all due. */
  void hurry() {
    lock.lock();
    try {
      Instant now = environment.now();
      announced.replaceAll(
          (topic, live) -> new Live(live.record(), live.timeToLive(), now, live.failures()));
    } finally {
      lock.unlock();
    }
  }

  private List<Live> due() {
    lock.lock();
    try {
      Instant now = environment.now();
      return announced.values().stream().filter(live -> !now.isBefore(live.dueAt())).toList();
    } finally {
      lock.unlock();
    }
  }

  /** In a while, which doubles with each attempt that fails. */
  private Live later(Live due) {
    int failures = due.failures() + 1;
    Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(due.failures(), MOST_DOUBLINGS));
    Live usual = live(due.record(), due.timeToLive());
    Instant at = environment.now().plus(pause);
    if (Integer.bitCount(failures) == 1) {
      LOG.warn("nobody keeps {} (failed attempts: {})", due.record(), failures);
    }
    return new Live(
        due.record(), due.timeToLive(), at.isBefore(usual.dueAt()) ? at : usual.dueAt(), failures);
  }

  /** Unless the one has been dropped meanwhile, or another has taken its place. */
  private void exchange(Live before, Live after) {
    lock.lock();
    try {
      announced.replace(before.record().topic(), before, after);
    } finally {
      lock.unlock();
    }
  }

  /** How many records are announced. */
  int size() {
    lock.lock();
    try {
      return announced.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The record that says that one is withdrawn: newer, and with the same end, so that it outlives
   * all copies.
   */
  Announcement withdrawal(Announcement record) {
    Announcement.Terms terms = record.terms();
    long version = Math.max(terms.version() + 1, NamedItem.versionAt(environment.now()));
    return owner.announce(
        new Announcement.Terms(
            terms.topic(), Optional.empty(), new byte[0], version, terms.expires(), true));
  }

  /**
   * Withdraws all that is announced, some at once, until it is done, interrupted, or out of time.
   * What is not withdrawn expires.
   *
   * @param limit how long it may take; a withdrawal that is under way then has no more time
   */
  void withdrawAll(Duration limit) throws InterruptedException {
    long deadline = environment.nanoTime() + limit.toNanos();
    AtomicInteger late = new AtomicInteger();
    someAtOnce(
        "withdraw",
        all(),
        record -> {
          Duration left = placer.remaining(deadline);
          if (left.isZero()) {
            late.getAndIncrement();
          } else {
            place(withdrawal(record), left);
          }
        });
    if (late.get() > 0) {
      LOG.info("time was up before {} topics were left; the records there expire", late);
    }
  }

  private List<Announcement> all() {
    lock.lock();
    try {
      List<Announcement> all = announced.values().stream().map(Live::record).toList();
      announced.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }
}
