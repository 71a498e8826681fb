package dev.weft.sim;

import dev.weft.sim.Timers.Timer;
import java.util.concurrent.locks.LockSupport;

/**
 * The one wait with a time limit that there is in a simulation: a thread parks until it is woken,
 * or until a timer wakes it. Confined to the scheduler's thread.
 */
final class Waiter {

  private final Thread thread = Thread.currentThread();
  private boolean over;

  /** Lets the thread go on. */
  void wake() {
    over = true;
    LockSupport.unpark(thread);
  }

  /**
   * Waits to be woken.
   *
   * @throws SimulationException if the thread is not a simulated one, and would wait for ever
   */
  void park() throws InterruptedException {
    if (!thread.isVirtual()) {
      throw new SimulationException(thread + " cannot wait: only what is in a run can");
    }
    while (!over) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Waits to be woken, up to a limit. */
  void parkFor(Scheduler scheduler, long nanos) throws InterruptedException {
    Timer timer = scheduler.after(nanos, this::wake);
    try {
      park();
    } finally {
      scheduler.cancel(timer);
    }
  }
}
