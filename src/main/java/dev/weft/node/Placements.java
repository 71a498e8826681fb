package dev.weft.node;

import dev.weft.lookup.LookupNews;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import dev.weft.store.StoreException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The placings of one node, which go on when whoever waited has been told that enough nodes keep
 * the item; they end before this is closed. Guarded by its lock; may be used by any thread.
 *
 * <p>At most {@value #MOST} go on at once. Where there are as many, whoever wants one more runs it
 * to its end itself.
 */
final class Placements implements AutoCloseable {

  static final int MOST = 256;

  private final Environment environment;
  private final Crew crew;
  private final ReentrantLock lock = new ReentrantLock();

  /** For each that goes on, what is completed when it ends. */
  private final Set<Promise<Boolean>> underWay = new LinkedHashSet<>();

  Placements(Environment environment) {
    this.environment = environment;
    this.crew = new Crew(environment, MOST);
  }

  /**
   * Runs a placing until enough nodes keep the item, or it has ended.
   *
   * @throws InterruptedException if the thread is interrupted; then the placing has ended
   * @throws StoreException if this is closed meanwhile
   */
  Placement run(Placing placing) throws InterruptedException {
    Promise<Supplier<Placement>> told = environment.promise();
    Promise<Boolean> ended = environment.promise();
    add(ended);
    if (!crew.start("set", LookupNews.handedOn(() -> carryOut(placing, told, ended)))) {
      remove(ended);
      return placing.run(_ -> {});
    }
    try {
      return told.await().get();
    } catch (InterruptedException e) {
      placing.cancel();
      awaitPatiently(ended);
      throw e;
    }
  }

  private void carryOut(Placing placing, Promise<Supplier<Placement>> told, Promise<Boolean> ended)
      throws InterruptedException {
    try {
      Placement last = placing.run(enough -> told.complete(() -> enough));
      told.complete(() -> last);
    } catch (RuntimeException | Error e) {
      boolean waitedFor =
          told.complete(
              () -> {
                throw e;
              });
      if (!waitedFor) {
        throw e;
      }
    } finally {
      told.complete(
          () -> {
            throw new StoreException("the node is closed");
          });
      remove(ended);
    }
  }

  private void add(Promise<Boolean> ended) {
    lock.lock();
    try {
      underWay.add(ended);
    } finally {
      lock.unlock();
    }
  }

  private void remove(Promise<Boolean> ended) {
    lock.lock();
    try {
      underWay.remove(ended);
    } finally {
      lock.unlock();
    }
    ended.complete(true);
  }

  /** Waits for the end of what is about to end, even when interrupted again. */
  private static void awaitPatiently(Promise<Boolean> ended) {
    boolean over = false;
    while (!over) {
      try {
        over = ended.await();
      } catch (InterruptedException e) {
        // The first interrupt is about to be thrown.
      }
    }
  }

  /**
   * Waits until all that go on now have ended.
   *
   * @param limit the longest wait
   * @return whether they have
   */
  boolean flush(Duration limit) throws InterruptedException {
    long deadline = environment.nanoTime() + limit.toNanos();
    for (Promise<Boolean> one : underWay()) {
      if (one.await(Duration.ofNanos(deadline - environment.nanoTime())).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private List<Promise<Boolean>> underWay() {
    lock.lock();
    try {
      return List.copyOf(underWay);
    } finally {
      lock.unlock();
    }
  }

  /** Ends all, and returns when they have ended. Idempotent. */
  @Override
  public void close() {
    crew.close();
  }
}
