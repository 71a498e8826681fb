package dev.weft;

import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Guarded by its lock, and used by any thread: lets operations in while a {@link Dht} is open, so
 * many at once, and lets whoever closes it wait until the last is out.
 *
 * <p>Each operation has a call or two in flight to the same peer, which answers only so many
 * requests of one node at once. Thousands of threads that ask at the same time would be refused; so
 * they take turns, in the order in which they came, each waiting on its own thread for as long as
 * its time-out allows.
 */
final class Gate {

  /** An operation. */
  @FunctionalInterface
  interface Operation<T> {
    /**
     * Does it.
     *
     * @param left how much of its time is left
     */
    T run(Duration left) throws InterruptedException;
  }

  private static final int MOST_OPERATIONS = 128;

  /** Deadlines are counted in nanoseconds, of which a long holds 292 years. */
  private static final Duration LONGEST = Duration.ofDays(30);

  private final Environment environment;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock closing = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private final Set<Promise<Boolean>> waiting = new LinkedHashSet<>();
  private int inside;
  private boolean closed;

  Gate(Environment environment) {
    this(environment, MOST_OPERATIONS);
  }

  /**
   * @param most how many operations may be inside at once
   */
  Gate(Environment environment, int most) {
    this.environment = environment;
    this.most = most;
  }

  /**
   * Runs an operation when its turn comes.
   *
   * @param target what it is about, for the error
   * @param limit the longest that it may take, with the wait; cut to 30 days
   * @throws DhtException.TimedOut if its turn does not come in time
   * @throws DhtException.Closed if this is closed, or has been meanwhile: then what the operation
   *     found counts for nothing, since the node was being taken apart under it
   */
  <T> T pass(Key target, Duration limit, Operation<T> operation) throws InterruptedException {
    long began = environment.nanoTime();
    Duration time = limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
    enter(target, time);
    try {
      checkOpen();
      T result = operation.run(time.minusNanos(environment.nanoTime() - began));
      checkOpen();
      return result;
    } catch (RuntimeException e) {
      checkOpen();
      throw e;
    } finally {
      leave();
    }
  }

  private void enter(Key target, Duration limit) throws InterruptedException {
    Promise<Boolean> turn = environment.promise();
    queue(turn);
    boolean entered = false;
    try {
      entered = turn.await(limit).isPresent();
    } finally {
      if (!entered) {
        withdraw(turn);
      }
    }
    if (!entered) {
      throw new DhtException.TimedOut(
          "the time passed while " + most + " other operations of this node were under way",
          new LookupResult.Closest(target, List.of(), List.of(), false, limit, List.of()));
    }
  }

  private void queue(Promise<Boolean> turn) {
    lock.lock();
    try {
      checkOpen();
      if (inside < most) {
        inside++;
        turn.complete(true);
      } else {
        waiting.add(turn);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits no longer, and hands a turn on that has come all the same. */
  private void withdraw(Promise<Boolean> turn) {
    lock.lock();
    try {
      if (!waiting.remove(turn)) {
        leave();
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        inside--;
        left.signalAll();
      } else {
        Promise<Boolean> next = waiting.iterator().next();
        waiting.remove(next);
        next.complete(true);
      }
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() {
    lock.lock();
    try {
      if (closed) {
        throw new DhtException.Closed();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets no operation begin any more, and returns when the last has left and all is done, whoever
   * began to close it: a shutdown hook that comes second would let the process end too soon.
   *
   * @param how ends what the operations use, so that they end
   * @param afterwards is done when the last has left
   */
  void close(Runnable how, Runnable afterwards) {
    closing.lock();
    try {
      if (close()) {
        try {
          how.run();
          awaitEmpty();
        } finally {
          afterwards.run();
        }
      }
    } finally {
      closing.unlock();
    }
  }

  /**
   * Lets no operation begin any more. Those that wait for their turn come in to be told so.
   *
   * @return whether this call closed it
   */
  boolean close() {
    lock.lock();
    try {
      boolean first = !closed;
      closed = true;
      inside += waiting.size();
      waiting.forEach(turn -> turn.complete(true));
      waiting.clear();
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the last operation has left, even when interrupted. */
  void awaitEmpty() {
    lock.lock();
    try {
      while (inside > 0) {
        left.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
