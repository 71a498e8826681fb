package dev.weft.node;

import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shared by any number of threads; guarded by its lock: how long those took to answer who were
 * called last, up to {@value #MOST} of them. For people to look at: nothing is decided by it.
 *
 * <p>It begins to take note when it is asked for the first time. Nodes that nobody looks into, as
 * thousands in a simulation, keep nothing.
 */
public final class AnswerTimes {

  private static final int MOST = 2_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedMap<Key, Duration> times = new LinkedHashMap<>();
  private volatile boolean wanted;

  /** How long a node took to answer the last call that it answered, if that is known. */
  public Optional<Duration> of(Key node) {
    wanted = true;
    lock.lock();
    try {
      return Optional.ofNullable(times.get(node));
    } finally {
      lock.unlock();
    }
  }

  /** Takes note of an answer. */
  void answered(Key node, long nanos) {
    if (!wanted) {
      return;
    }
    lock.lock();
    try {
      times.putLast(node, Duration.ofNanos(nanos));
      if (times.size() > MOST) {
        times.pollFirstEntry();
      }
    } finally {
      lock.unlock();
    }
  }
}
