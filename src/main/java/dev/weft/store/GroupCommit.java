package dev.weft.store;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shared by all who write and the one thread that commits; what waits is guarded by its lock. All
 * that has come while one transaction was on its way to the disk makes up the next, so that the
 * more threads write, the more of them share each wait for the disk.
 *
 * <p>At most {@link #MOST} jobs are there at once; whoever comes then waits to be let in.
 */
final class GroupCommit implements AutoCloseable {

  /** How many jobs there are at most, and so how many share a transaction. */
  private static final int MOST = 1_000;

  /**
   * What is done inside a transaction.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  interface Task<T> {
    T run(SqliteRows rows) throws SQLException;
  }

  /** Is told, by the thread that commits, how its transactions end. */
  interface Outcomes {
    /** All that was done is on the disk. */
    void committed();

    /**
     * All that was done is undone.
     *
     * @return why: one sentence, for people
     */
    String failed(Throwable e);
  }

  private static final class Job<T> {
    private final Task<T> task;
    private final Function<String, T> refused;
    private final Semaphore over = new Semaphore(0);
    private @Nullable T outcome;

    Job(Task<T> task, Function<String, T> refused) {
      this.task = task;
      this.refused = refused;
    }

    void run(SqliteRows rows) throws SQLException {
      outcome = task.run(rows);
    }

    void refuse(String reason) {
      outcome = refused.apply(reason);
    }

    T outcome() {
      return Objects.requireNonNull(outcome);
    }
  }

  private final SqliteRows rows;
  private final Outcomes outcomes;
  private final Semaphore room = new Semaphore(MOST);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Job<?>> waiting = new ArrayDeque<>();
  private final Semaphore ended = new Semaphore(0);
  private boolean closed;

  /**
   * @param threads makes the thread that commits: one of the platform's, as a virtual one would
   *     keep a processor from all the others while it waits for the disk
   */
  GroupCommit(SqliteRows rows, Outcomes outcomes, ThreadFactory threads) {
    this.rows = rows;
    this.outcomes = outcomes;
    threads.newThread(this::run).start();
  }

  /**
   * Does something in a transaction, and returns when that is on the disk.
   *
   * @param refused what comes of it where the transaction fails, which nothing is left of then
   * @throws StoreException if this is closed
   * @throws InterruptedException if the thread is interrupted while it waits; the task is then done
   *     or not, but never in part
   */
  <T> T submit(Task<T> task, Function<String, T> refused) throws InterruptedException {
    room.acquire();
    Job<T> job = enter(new Job<>(task, refused));
    job.over.acquire();
    return job.outcome();
  }

  /** As {@link #submit}, by a thread that stays interrupted where it is. */
  <T> T submitUninterruptibly(Task<T> task, Function<String, T> refused) {
    room.acquireUninterruptibly();
    Job<T> job = enter(new Job<>(task, refused));
    job.over.acquireUninterruptibly();
    return job.outcome();
  }

  private <T> Job<T> enter(Job<T> job) {
    lock.lock();
    try {
      if (closed) {
        room.release();
        throw new StoreException(SqliteItemStore.CLOSED);
      }
      waiting.add(job);
      changed.signal();
      return job;
    } finally {
      lock.unlock();
    }
  }

  /** The life of the thread that commits. */
  private void run() {
    for (List<Job<?>> batch = next(); !batch.isEmpty(); batch = next()) {
      carryOut(batch);
    }
    ended.release();
  }

  /** All that waits, waited for; nothing at the end. */
  private List<Job<?>> next() {
    lock.lock();
    try {
      while (!closed && waiting.isEmpty()) {
        changed.awaitUninterruptibly();
      }
      List<Job<?>> batch = new ArrayList<>(waiting);
      waiting.clear();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void carryOut(List<Job<?>> batch) {
    try {
      rows.begin();
      for (Job<?> job : batch) {
        job.run(rows);
      }
      rows.commit();
      outcomes.committed();
    } catch (SQLException | RuntimeException | Error e) { // whoever waits must hear of each
      rows.undo();
      String reason = outcomes.failed(e);
      batch.forEach(job -> job.refuse(reason));
    }
    batch.forEach(job -> job.over.release());
    room.release(batch.size());
  }

  /** Carries out what waits, takes no more, and returns when the thread has ended. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    ended.acquireUninterruptibly();
    ended.release();
  }
}
