package dev.weft.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Shared by any number of threads, and guarded by its lock: an environment whose clocks move only
 * when a test moves them. Threads are real virtual threads; sleeps and timed waits end when {@link
 * #advance} has carried the clock past them. Random numbers come from a seed.
 */
public final class ManualEnvironment implements Environment {

  /** When the clock starts, unless a test says otherwise. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Random random = new Random(1);
  private Instant now = START;
  private long nanoTime;
  private int waiting;

  /** One for each timed wait: many threads wait, and a promise wakes only those it concerns. */
  private final List<Condition> timed = new LinkedList<>();

  /** Moves both clocks on, and wakes those whose time has come. */
  public void advance(Duration duration) {
    lock.lock();
    try {
      now = now.plus(duration);
      nanoTime += duration.toNanos();
      changed.signalAll();
      timed.forEach(Condition::signalAll);
    } finally {
      lock.unlock();
    }
  }

  /** Sets the time of day; the monotonic clock does not notice. */
  public void set(Instant now) {
    lock.lock();
    try {
      this.now = now;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many threads sleep, or wait for promises with a limit, at once. */
  public void awaitWaiting(int threads) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting < threads) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many threads sleep, or wait for promises with a limit. */
  public int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long nanoTime() {
    lock.lock();
    try {
      return nanoTime;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Instant now() {
    lock.lock();
    try {
      return now;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    this.<Boolean>promise().await(duration);
  }

  @Override
  public ThreadFactory threads(String name) {
    return Thread.ofVirtual().name(name).factory();
  }

  @Override
  public <T> Promise<T> promise() {
    return new ManualPromise<>();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  /** Guarded by the environment's lock. */
  private final class ManualPromise<T> implements Promise<T> {

    private final Condition done = lock.newCondition();
    private Optional<T> value = Optional.empty();

    @Override
    public boolean complete(T value) {
      lock.lock();
      try {
        boolean first = this.value.isEmpty();
        if (first) {
          this.value = Optional.of(value);
          done.signalAll();
        }
        return first;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean isDone() {
      lock.lock();
      try {
        return value.isPresent();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public T await() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (value.isEmpty()) {
          done.await();
        }
        return value.get();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public Optional<T> await(Duration limit) throws InterruptedException {
      lock.lockInterruptibly();
      waiting++;
      timed.add(done);
      try {
        Instant start = Instant.ofEpochSecond(0, nanoTime);
        changed.signalAll();
        while (value.isEmpty()
            && Duration.between(start, Instant.ofEpochSecond(0, nanoTime)).compareTo(limit) < 0) {
          done.await();
        }
        return value;
      } finally {
        waiting--;
        timed.remove(done);
        lock.unlock();
      }
    }
  }
}
