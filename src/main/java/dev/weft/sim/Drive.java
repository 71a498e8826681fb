package dev.weft.sim;

import org.jspecify.annotations.Nullable;

/**
 * Something that is done on a platform thread of its own while the caller waits. Confined to the
 * caller, but for {@link #isInterrupted}.
 *
 * <p>The simulation runs on such a thread, and not on the caller's: a virtual thread that is
 * mounted or unmounted clears its carrier's interrupt, so that one of the caller would be lost.
 */
final class Drive {

  /** What is done. */
  @FunctionalInterface
  interface Work {
    /** Does it, and looks now and then whether the drive is interrupted. */
    void run(Drive drive) throws InterruptedException;
  }

  private final Thread thread;
  private @Nullable Throwable thrown;
  private volatile boolean interrupted;

  Drive(Work work) {
    this.thread = Thread.ofPlatform().name("simulation").daemon().unstarted(() -> doAndCatch(work));
  }

  private void doAndCatch(Work work) {
    try {
      work.run(this);
    } catch (Throwable e) {
      thrown = e;
    }
  }

  /** The thread on which it is done. */
  Thread thread() {
    return thread;
  }

  /** Whether the caller has been interrupted. */
  boolean isInterrupted() {
    return interrupted;
  }

  /**
   * Does it. Throws what that throws; and where it ends otherwise than by an InterruptedException,
   * a caller who was interrupted remains so.
   */
  void run() throws InterruptedException {
    interrupted = Thread.interrupted();
    thread.start();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted && !(thrown instanceof InterruptedException)) {
      Thread.currentThread().interrupt();
    }
    rethrow(thrown);
  }

  /** Throws what there is to be thrown; the compiler takes X for RuntimeException. */
  @SuppressWarnings("unchecked") // the cast is erased, which is the point
  private static <X extends Throwable> void rethrow(@Nullable Throwable thrown)
      throws X, InterruptedException {
    if (thrown != null) {
      throw (X) thrown;
    }
  }
}
