package dev.weft.sim;

import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A world of its own, where the same seed gives the same run: virtual threads, of which one runs at
 * a time, and a clock that jumps to the next thing that happens. Used by one thread at a time, and,
 * while that is in {@link #run}, by the simulated threads that this runs.
 *
 * {@snippet file="dev/weft/snippets/SimulationSnippetsTest.java" region="world"}
 *
 * <p>Code that is to run here takes its time, threads, waits with a limit, and random numbers from
 * an {@link Environment}; locks, conditions and queues without time-outs may be used as they are. A
 * thread that waits for real time all the same fails the run, with its name and its stack.
 *
 * <p>Needs {@code --add-opens java.base/java.lang=ALL-UNNAMED} (or {@code =dev.weft} where Weft is
 * a module); a {@link SimulationException} says so.
 */
public final class SimEnvironment implements Environment, AutoCloseable {

  /** What a simulation's clock shows at its beginning. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final long MOST_STEPS_AT_ONCE = 50_000_000;

  /**
   * What is run in a simulation.
   *
   * @param <T> what it returns
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface Task<T, X extends Throwable> {
    /**
     * Does it, on a simulated thread.
     *
     * @return what the run returns
     * @throws X as it pleases
     */
    T call() throws X;
  }

  /**
   * What is run in a simulation, for what it does.
   *
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface Action<X extends Throwable> {
    /**
     * Does it, on a simulated thread.
     *
     * @throws X as it pleases
     */
    void run() throws X;
  }

  private final Scheduler scheduler;
  private final SplittableRandom random;
  private final List<HostEnvironment> hosts = new ArrayList<>();
  private final HostEnvironment main;

  /**
   * A world in which nothing has happened yet.
   *
   * @param seed decides everything that is left to chance
   */
  public SimEnvironment(long seed) {
    this(seed, MOST_STEPS_AT_ONCE, Scheduler.MONITOR_LOOKS);
  }

  SimEnvironment(long seed, long mostStepsAtOnce, int monitorLooks) {
    SplittableRandom root = new SplittableRandom(seed);
    this.scheduler = new Scheduler(root.split(), mostStepsAtOnce, monitorLooks);
    this.random = root.split();
    this.main = host("main");
  }

  /** Chance of one's own, so that what others draw does not change it. */
  RandomGenerator split() {
    return random.split();
  }

  Scheduler scheduler() {
    return scheduler;
  }

  /** The environment of another machine in this world. */
  HostEnvironment host(String name) {
    HostEnvironment host = new HostEnvironment(scheduler, new Host(name), START, random);
    hosts.add(host);
    return host;
  }

  /**
   * Runs something on a simulated thread, and everything else that can run meanwhile, until it has
   * ended. What other threads were at is gone on with in the next run. Within a simulated thread it
   * is simply run.
   *
   * @param <X> what it throws
   * @param action what is run
   * @throws X what it throws, as it is
   * @throws InterruptedException if the calling thread is interrupted; so is what is run, which has
   *     ended then
   * @throws SimulationException if the simulation cannot go on, or be trusted any more
   */
  public <X extends Throwable> void run(Action<X> action) throws X, InterruptedException {
    this.<Boolean, X>call(
        () -> {
          action.run();
          return true;
        });
  }

  /**
   * Runs something that returns a value; otherwise as {@link #run}.
   *
   * @param <T> what it returns
   * @param <X> what it throws
   * @param task what is run
   * @return what it returned, which is never null
   * @throws X what it throws, as it is
   * @throws InterruptedException as {@link #run}
   */
  public <T, X extends Throwable> T call(Task<T, X> task) throws X, InterruptedException {
    if (!scheduler.isForeign()) {
      return task.call();
    }
    Errand<T, X> errand = new Errand<>(task);
    Thread thread = scheduler.thread("run", main.host(), errand);
    try {
      scheduler.drive(thread::start, errand::isOver);
    } catch (InterruptedException e) {
      scheduler.drive(thread::interrupt, errand::isOver);
      throw e;
    }
    return errand.result();
  }

  /** A task on its way, and what came of it. Confined to the scheduler's thread. */
  private static final class Errand<T, X extends Throwable> implements Runnable {
    private final Task<T, X> task;
    private @Nullable T result;
    private @Nullable Throwable thrown;
    private boolean over;

    Errand(Task<T, X> task) {
      this.task = task;
    }

    @Override
    public void run() {
      try {
        result = task.call();
      } catch (Throwable e) {
        thrown = e;
      } finally {
        over = true;
      }
    }

    boolean isOver() {
      return over;
    }

    @SuppressWarnings("unchecked") // what was thrown is an X, or unchecked
    T result() throws X {
      if (thrown != null) {
        throw (X) thrown;
      }
      return Objects.requireNonNull(result);
    }
  }

  /** {@return how much simulated time has passed} */
  public Duration elapsed() {
    return Duration.ofNanos(scheduler.now());
  }

  /** {@return how many steps of threads were run so far: each from one wait to the next} */
  public long steps() {
    return scheduler.steps();
  }

  /** {@return what happened so far, as 16 hexadecimal digits: the same for the same seed} */
  public String traceHash() {
    return HexFormat.of().toHexDigits(scheduler.trace().value());
  }

  /**
   * From now on the time of day is wrong by this much: by a positive time where it is fast.
   *
   * @param skew how wrong; zero, the default, where it is right
   */
  public void skew(Duration skew) {
    main.skew(skew);
  }

  /** {@return how many simulated threads have been started and have not ended} */
  public int threads() {
    return hosts.stream().mapToInt(host -> host.host().threads()).sum();
  }

  @Override
  public long nanoTime() {
    return main.nanoTime();
  }

  @Override
  public Instant now() {
    return main.now();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    main.sleep(duration);
  }

  @Override
  public ThreadFactory threads(String name) {
    return main.threads(name);
  }

  @Override
  public <T> Promise<T> promise() {
    return main.promise();
  }

  @Override
  public RandomGenerator random() {
    return main.random();
  }

  /**
   * Interrupts every thread that is left, and waits until all have ended, even when interrupted.
   * Idempotent.
   *
   * @throws SimulationException if one does not end; the message names it
   */
  @Override
  public void close() {
    boolean interrupted = false;
    try {
      while (threads() > 0) {
        try {
          scheduler.drive(this::interruptAll, () -> threads() == 0);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (SimulationException e) {
      throw new SimulationException("left running at the end: " + living(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void interruptAll() {
    hosts.forEach(host -> scheduler.thaw(host.host()));
    living().forEach(Strand::interrupt);
  }

  /** The simulated threads that have been started and have not ended. */
  List<Strand> living() {
    return hosts.stream().flatMap(host -> host.host().living().stream()).toList();
  }
}
