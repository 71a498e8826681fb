package dev.weft.sim;

import dev.weft.sim.Timers.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs all simulated threads, one at a time, on the platform thread that calls {@link #drive}, its
 * owner until that returns. Nothing else may touch it meanwhile but the threads that it runs.
 *
 * <p>It runs whatever can run; when nothing can, the clock jumps to the next timer. Threads that
 * can run form a batch, which is sorted by the threads' numbers, for the JDK wakes some in the
 * order of a hash map, and shuffled by the seed, which explores the orders that the real world
 * might bring.
 */
final class Scheduler {

  /** How often to look, a millisecond apart, whether it was the real world that was waited for. */
  private static final int GRACE_LOOKS = 200;

  private final SplittableRandom random;
  private final long mostStepsAtOnce;
  private final Timers timers = new Timers();
  private final TraceHash trace = new TraceHash();

  /** Threads that no environment made, by the step that the JDK has made for each. */
  private final Map<Runnable, Strand> strangers = new WeakHashMap<>();

  private List<Strand> ready = new ArrayList<>();
  private List<Strand> batch = new ArrayList<>();
  private long now;
  private long steps;
  private long stepsAtLastMove;
  private long strands;
  private @Nullable Thread owner;
  private @Nullable Strand running;
  private @Nullable Throwable failure;
  private volatile @Nullable SimulationException escape;

  /**
   * @param mostStepsAtOnce so many steps without the clock moving on are no progress any more
   */
  Scheduler(SplittableRandom random, long mostStepsAtOnce) {
    this.random = random;
    this.mostStepsAtOnce = mostStepsAtOnce;
  }

  /** Nanoseconds since the beginning. */
  long now() {
    return now;
  }

  /** How many steps of threads were run so far. */
  long steps() {
    return steps;
  }

  TraceHash trace() {
    return trace;
  }

  /** How many timers are set: threads that sleep or wait with a limit, messages on their way. */
  int timers() {
    return timers.size();
  }

  /** Has something happen later, on the owner's thread; it must not block. */
  Timer after(long nanos, Runnable action) {
    return timers.add(Math.max(now, Math.addExact(now, nanos)), action);
  }

  void cancel(Timer timer) {
    timers.cancel(timer);
  }

  /** A thread on a machine, not started. */
  Thread thread(String name, Host host, Runnable task) {
    Strand strand = new Strand(++strands, host, this);
    Thread thread = SimThreads.make(strand, name, () -> live(strand, task));
    strand.is(thread);
    return thread;
  }

  private void live(Strand strand, Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      failure = failure == null ? e : failure;
    } finally {
      strand.host.ended(strand);
    }
  }

  Strand stranger(Runnable step, Host host) {
    return strangers.computeIfAbsent(step, _ -> new Strand(++strands, host, this));
  }

  /** A thread can run. */
  void ready(Strand strand) {
    if (!strand.host.holds(strand)) {
      ready.add(strand);
    }
  }

  void thaw(Host host) {
    host.thaw().forEach(this::ready);
  }

  /** Whether the calling thread is not one of the simulation. */
  @SuppressWarnings("ReferenceEquality") // a thread is equal to nothing but itself
  boolean isForeign() {
    Thread caller = Thread.currentThread();
    if (caller == owner) {
      return false;
    }
    Strand now = running;
    return now == null || (now.thread() != null && now.thread() != caller);
  }

  /** A thread of the real world has woken one of ours: from now on, chance has no seed. */
  void escaped(Strand strand) {
    escape =
        new SimulationException(
            strand
                + " was woken by "
                + Thread.currentThread()
                + " of the real world; whatever waits or starts threads must do so through its"
                + " Environment");
  }

  /**
   * Runs the simulation until something holds, or for ever. The calling thread must be a platform
   * thread.
   *
   * @param first is done at the beginning, to have something to run
   * @throws SimulationException if it cannot go on
   * @throws InterruptedException if the calling thread is interrupted; all stays as it is
   */
  void drive(Runnable first, BooleanSupplier until) throws InterruptedException {
    if (owner != null) {
      throw new SimulationException(
          "a simulation is run by one thread at a time, and not by itself");
    }
    owner = Thread.currentThread();
    try {
      first.run();
      while (!until.getAsBoolean()) {
        step();
      }
    } finally {
      owner = null;
    }
  }

  private void step() throws InterruptedException {
    if (batch.isEmpty()) {
      check();
      nextBatch();
    }
    Strand strand = batch.removeLast();
    steps++;
    trace.mix(now);
    trace.mix(strand.number);
    running = strand;
    try {
      strand.run();
    } finally {
      running = null;
    }
    if (strand.hasEscaped()) {
      throw escape(strand);
    }
  }

  private void check() throws InterruptedException {
    if (escape != null) {
      throw escape;
    }
    if (failure != null) {
      Throwable thrown = failure;
      failure = null;
      throw new SimulationException("a simulated thread failed: " + thrown, thrown);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("the simulation was interrupted");
    }
  }

  /** Takes all that can run; where nothing can, after moving the clock on. */
  private void nextBatch() {
    while (ready.isEmpty()) {
      moveOn();
    }
    if (steps - stepsAtLastMove > mostStepsAtOnce) {
      throw new SimulationException(
          "the clock stands still: threads wake each other without end, among them "
              + ready.get(0));
    }
    List<Strand> next = ready;
    ready = batch;
    batch = next;
    if (batch.size() > 1) {
      batch.sort(Comparator.comparingLong(strand -> strand.number));
      for (int i = batch.size() - 1; i > 0; i--) {
        batch.set(i, batch.set(random.nextInt(i + 1), batch.get(i)));
      }
    }
  }

  private void moveOn() {
    long next = timers.next();
    if (next == Long.MAX_VALUE) {
      throw stalled();
    }
    if (next != now) {
      now = next;
      stepsAtLastMove = steps;
    }
    while (timers.next() == now) {
      timers.take().fire();
    }
  }

  private SimulationException stalled() {
    for (int looks = 0; escape == null && looks < GRACE_LOOKS; looks++) {
      LockSupport.parkNanos(1_000_000); // may return at once, now and then
    }
    return escape == null
        ? new SimulationException(
            "nothing can happen any more: every thread waits for another one, and no timer is set")
        : escape;
  }

  private static SimulationException escape(Strand strand) {
    var reason =
        new SimulationException(
            strand
                + " waits for real time or for a monitor: outside the real environment there must"
                + " be no sleep and no timed wait of the JDK's, and no monitor that is held while"
                + " its holder waits; use the Environment, and a ReentrantLock");
    Thread thread = strand.thread();
    if (thread != null) {
      reason.setStackTrace(thread.getStackTrace());
    }
    return reason;
  }
}
