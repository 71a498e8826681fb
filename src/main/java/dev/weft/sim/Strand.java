package dev.weft.sim;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One simulated thread, as the executor to which its virtual thread hands each of its steps.
 * Confined to the scheduler's thread, but for {@link #execute}, which tells it when another calls.
 *
 * <p>A virtual thread inherits the executor of the thread that starts it, unless it was made by an
 * environment. The steps of such a stranger arrive here, too, and are told apart by being others
 * than ours.
 */
final class Strand implements Executor {

  /** In the order in which threads were made: what the JDK's hash order must not decide. */
  final long number;

  final Host host;
  private final Scheduler scheduler;
  private @Nullable Thread thread;
  private @Nullable Runnable step;
  private boolean waits;

  Strand(long number, Host host, Scheduler scheduler) {
    this.number = number;
    this.host = host;
    this.scheduler = scheduler;
  }

  void is(Thread thread) {
    this.thread = thread;
  }

  /** The thread; null for one that was not made by an environment. */
  @Nullable Thread thread() {
    return thread;
  }

  /** Interrupts the thread, which an environment has made. */
  void interrupt() {
    Objects.requireNonNull(thread).interrupt();
  }

  /** The JDK asks for the next step of the thread to be run: it was started, or woken. */
  @Override
  @SuppressWarnings("ReferenceEquality") // the very step, which the JDK makes once for each thread
  public void execute(Runnable next) {
    if (scheduler.isForeign()) {
      scheduler.wokenFromOutside(this);
    } else if (step == null) {
      step = next;
      host.started(this);
      makeReady();
    } else if (step == next) {
      makeReady();
    } else {
      scheduler.stranger(next, host).execute(next);
    }
  }

  private void makeReady() {
    waits = true;
    scheduler.ready(this);
  }

  /** Runs the thread until it waits for something or ends. */
  void run() {
    waits = false;
    Objects.requireNonNull(step).run();
  }

  /**
   * Whether the thread, whose step seems to be over, waits for something that is not simulated: a
   * monitor, perhaps one that has just become free, or a time of the JDK.
   */
  boolean isHeldUp() {
    return thread != null
        && !waits
        && switch (thread.getState()) {
          case WAITING, TERMINATED -> false;
          case NEW, RUNNABLE, BLOCKED, TIMED_WAITING -> true;
        };
  }

  /** Whether the thread, which is held up, is in a timed wait of the JDK. */
  boolean waitsForRealTime() {
    return Objects.requireNonNull(thread).getState() == Thread.State.TIMED_WAITING;
  }

  @Override
  public String toString() {
    return thread == null
        ? "a thread that no environment made"
        : "thread " + thread.getName() + " of " + host.name();
  }
}
