package dev.weft.sim;

import dev.weft.sim.Timers.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs all simulated threads, one at a time, on a platform thread that {@link #drive} starts, its
 * owner until that returns. Nothing else may touch it meanwhile but the threads that it runs.
 *
 * <p>It runs whatever can run; when nothing can, the clock jumps to the next timer. Threads that
 * can run form a batch, which is sorted by the threads' numbers, for the JDK wakes some in the
 * order of a hash map, and shuffled by the seed, which explores the orders that the real world
 * might bring.
 */
final class Scheduler {

  /** A class may take so long to be loaded by another thread, on a busy machine. */
  static final int MONITOR_LOOKS = 10_000;

  /** How often to look, a millisecond apart, whether it was the real world that was waited for. */
  private static final int GRACE_LOOKS = 200;

  /** A thread was woken from outside, which is a reason to end the simulation. */
  private record Wake(Strand strand, SimulationException reason) {}

  private final SplittableRandom random;
  private final long mostStepsAtOnce;
  private final int monitorLooks;
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
  private @Nullable Throwable failure;

  private @Nullable Drive drive;
  private @Nullable Strand running;

  /** Set by a thread of the real world. */
  private volatile @Nullable Wake wake;

  /**
   * @param mostStepsAtOnce so many steps without the clock moving on are no progress any more
   * @param monitorLooks how often to look, a millisecond apart, whether a monitor has become free
   */
  Scheduler(SplittableRandom random, long mostStepsAtOnce, int monitorLooks) {
    this.random = random;
    this.mostStepsAtOnce = mostStepsAtOnce;
    this.monitorLooks = monitorLooks;
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
    Drive now = drive;
    if (now == null || now.thread() == caller) {
      return now == null;
    }
    Strand strand = running;
    return strand == null || (strand.thread() != null && strand.thread() != caller);
  }

  /** Whether this is the thread that runs just now. */
  @SuppressWarnings("ReferenceEquality") // the very one
  boolean isRunning(Strand strand) {
    return strand == running;
  }

  /**
   * A thread of the real world wants one of ours to run on: because a monitor has become free for
   * which that one waits amid a step; or else, from now on, chance has no seed.
   */
  void wokenFromOutside(Strand strand) {
    var reason =
        new SimulationException(
            strand
                + " was woken by "
                + Thread.currentThread()
                + " of the real world; whatever waits or starts threads must do so through its"
                + " Environment");
    wake = new Wake(strand, reason);
  }

  /**
   * Runs the simulation until something holds, or for ever.
   *
   * @param first is done at the beginning, to have something to run
   * @throws SimulationException if it cannot go on
   * @throws InterruptedException if the calling thread is interrupted; all stays as it is
   */
  void drive(Runnable first, BooleanSupplier until) throws InterruptedException {
    if (drive != null) {
      throw new SimulationException(
          "a simulation is run by one thread at a time, and not by itself");
    }
    drive = new Drive(driven -> step(driven, first, until));
    try {
      drive.run();
    } finally {
      drive = null;
    }
  }

  private void step(Drive driven, Runnable first, BooleanSupplier until)
      throws InterruptedException {
    first.run();
    while (!until.getAsBoolean()) {
      step(driven);
    }
  }

  private void step(Drive driven) throws InterruptedException {
    if (batch.isEmpty()) {
      check(driven);
      nextBatch();
    }
    Strand strand = batch.removeLast();
    steps++;
    trace.mix(now);
    trace.mix(strand.number);
    running = strand;
    try {
      strand.run();
      while (strand.isHeldUp()) {
        if (!strand.goesOn()) {
          awaitMonitor(strand);
        }
        strand.run();
      }
    } finally {
      running = null;
    }
    if (strand.goesOn()) {
      ready(strand);
    }
  }

  /**
   * Waits until a thread can go on that was stopped amid a step. The monitor that it waits for may
   * be held by a thread of the real world, that loads a class, say; no time passes here meanwhile.
   */
  @SuppressWarnings("ReferenceEquality") // the very one
  private void awaitMonitor(Strand strand) {
    awaitWake(strand.waitsForRealTime() ? 0 : monitorLooks);
    Wake woken = wake;
    if (woken == null) {
      throw escape(strand);
    }
    if (woken.strand != strand) {
      throw woken.reason;
    }
    wake = null;
  }

  private void awaitWake(int mostLooks) {
    for (int looks = 0; wake == null && looks < mostLooks; looks++) {
      LockSupport.parkNanos(1_000_000); // may return at once, now and then
    }
  }

  private void check(Drive driven) throws InterruptedException {
    if (wake != null) {
      throw wake.reason;
    }
    if (failure != null) {
      Throwable thrown = failure;
      failure = null;
      if (thrown instanceof Violation violation) {
        throw violation;
      }
      throw new SimulationException("a simulated thread failed: " + thrown, thrown);
    }
    if (driven.isInterrupted()) {
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
    awaitWake(GRACE_LOOKS);
    return wake == null
        ? new SimulationException(
            "nothing can happen any more: every thread waits for another one, and no timer is set")
        : wake.reason;
  }

  private static SimulationException escape(Strand strand) {
    var reason =
        new SimulationException(
            strand
                + " waits for real time or for a monitor: outside the real environment there must"
                + " be no sleep and no timed wait of the JDK's, and no monitor that is held while"
                + " its holder waits; use the Environment, and a ReentrantLock");
    reason.setStackTrace(Objects.requireNonNull(strand.thread()).getStackTrace());
    return reason;
  }
}
