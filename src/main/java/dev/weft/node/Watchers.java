package dev.weft.node;

import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Guarded by its lock, which nobody holds while waiting: those who wait here for something new
 * under a key, each on the thread that answers them.
 */
final class Watchers {

  /** How many wait at once, in all. */
  static final int MOST = 2_000;

  /** How many wait for one key. */
  static final int MOST_OF_KEY = 1_000;

  /** For how many keys one peer waits. */
  static final int MOST_OF_PEER = 100;

  /** How many peers wait: each has a connection, of which a node has some hundred. */
  static final int MOST_PEERS = 256;

  /** What came of a wait. */
  enum Outcome {
    /** There may be something new. */
    WOKEN,
    /** The time is over. */
    OVER,
    /** Too many wait already. */
    FULL
  }

  private final Environment environment;
  private final Key self;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Set<Promise<Boolean>>> waiting = new HashMap<>();
  private final Map<Key, Integer> perPeer = new HashMap<>();
  private int count;

  /**
   * @param self this node's key, whose own watches are not limited as a peer's are
   */
  Watchers(Environment environment, Key self) {
    this.environment = environment;
    this.self = self;
  }

  /**
   * Waits for something new.
   *
   * @param peer who wants to know
   * @param limit how long to wait
   * @param isNews whether there is something new already; asked when whatever comes next would be
   *     told of
   */
  Outcome await(Key peer, Key key, Duration limit, BooleanSupplier isNews)
      throws InterruptedException {
    Promise<Boolean> news = environment.promise();
    if (!enter(peer, key, news)) {
      return Outcome.FULL;
    }
    try {
      return isNews.getAsBoolean() || news.await(limit).isPresent() ? Outcome.WOKEN : Outcome.OVER;
    } finally {
      leave(peer, key, news);
    }
  }

  private boolean enter(Key peer, Key key, Promise<Boolean> news) {
    lock.lock();
    try {
      int ofKey = waiting.containsKey(key) ? waiting.get(key).size() : 0;
      int ofPeer = perPeer.getOrDefault(peer, 0);
      if (count >= MOST
          || ofKey >= MOST_OF_KEY
          || (!peer.equals(self)
              && (ofPeer >= MOST_OF_PEER || (ofPeer == 0 && perPeer.size() >= MOST_PEERS)))) {
        return false;
      }
      waiting.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(news);
      perPeer.put(peer, ofPeer + 1);
      count++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Key peer, Key key, Promise<Boolean> news) {
    lock.lock();
    try {
      waiting.computeIfPresent(
          key,
          (_, all) -> {
            all.remove(news);
            return all.isEmpty() ? null : all;
          });
      perPeer.computeIfPresent(peer, (_, many) -> many == 1 ? null : many - 1);
      count--;
    } finally {
      lock.unlock();
    }
  }

  /** There is something new under a key: wakes those who wait for it. Never waits. */
  void changed(Key key) {
    List<Promise<Boolean>> all;
    lock.lock();
    try {
      all = List.copyOf(waiting.getOrDefault(key, Set.of()));
    } finally {
      lock.unlock();
    }
    all.forEach(one -> one.complete(true));
  }

  /** How many wait. */
  int size() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }
}
