package dev.weft.sim;

import java.util.Arrays;
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

  /** How deep below Thread.yield the JDK itself may be. */
  private static final int TOP = 8;

  /** In the order in which threads were made: what the JDK's hash order must not decide. */
  final long number;

  final Host host;
  private final Scheduler scheduler;
  private @Nullable Thread thread;
  private @Nullable Runnable step;
  private boolean goesOn;

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
      scheduler.ready(this);
    } else if (step != next) {
      scheduler.stranger(next, host).execute(next);
    } else if (scheduler.isRunning(this)) {
      goesOn = true;
    } else {
      scheduler.ready(this);
    }
  }

  /** Runs the thread until it waits for something or ends. */
  void run() {
    goesOn = false;
    Objects.requireNonNull(step).run();
  }

  /**
   * Whether the step ended for no longer than it took: the thread itself has asked for the next.
   */
  boolean goesOn() {
    return goesOn;
  }

  /**
   * Whether the thread, whose step seems to be over, has been stopped amid it by something that is
   * not simulated: a time of the JDK, or a monitor, which may have become free since.
   */
  boolean isHeldUp() {
    if (thread == null) {
      return false;
    }
    return goesOn
        ? !hasYielded(thread)
        : switch (thread.getState()) {
          case WAITING, TERMINATED -> false;
          case NEW, RUNNABLE, BLOCKED, TIMED_WAITING -> true;
        };
  }

  private static boolean hasYielded(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .limit(TOP)
        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
        .anyMatch("java.lang.Thread.yield"::equals);
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
