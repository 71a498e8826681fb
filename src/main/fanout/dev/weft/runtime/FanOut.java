package dev.weft.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Confined to the thread that opened it, its owner: several pieces of work, its lanes, run at once
 * on threads of their own, and none of them outlives the block that started them.
 *
 * {@snippet file="dev/weft/snippets/SimulationSnippetsTest.java" region="lanes"}
 *
 * <p>A scope ends when every lane has ended, or it is <em>cancelled</em>: by a lane's failure, by
 * {@link #cancel}, or because {@code done} said after a lane's end that this is enough. The lanes
 * that still run are then interrupted, and what they throw from then on is ignored. Every method
 * but the static ones throws a {@link WrongThreadException} when another thread than the owner
 * calls it.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>Each instance is one {@link StructuredTaskScope}, so thread dumps show the tree of lanes and
 * leaving blocks out of order is detected. That is a preview API in Java 25: a class compiled
 * against it in the ordinary way needs {@code --enable-preview}, on the very Java that compiled it.
 * No user of Weft shall need that. This class alone uses it, and the build compiles it by itself
 * with {@code --patch-module java.base=…}, as though it belonged to the module that owns the API.
 * Such a class is not marked, and its file does not say what module it was compiled for. The price:
 * it may refer to java.base only, and its public methods must not mention the API's types, or
 * callers would be marked.
 *
 * <p>The API still moves, so only what links on Java 25, 26 and 27 alike is used: a {@code Joiner}
 * of our own, {@code fork(Callable)}, {@code join()}, {@code close()}, {@code Subtask.state()} and
 * {@code Subtask.exception()}. Ready-made joiners are not ({@code awaitAll} is gone in 27), nor is
 * what {@code join()} wraps a failure in (another class in 27): our joiner never fails, and a
 * lane's failure is kept here and thrown as it is. {@code open(Joiner, Function)} of 25 takes a
 * {@code UnaryOperator} from 26 on, hence a method handle for whichever is there; where none is,
 * {@link #open} says so.
 *
 * <p>A scope's owner cannot cancel it, but a joiner can, when it is told of a fork: {@link #cancel}
 * forks a lane that never runs.
 */
public final class FanOut implements AutoCloseable {
  private static final MethodHandle OPENER = opener(Function.class, UnaryOperator.class);
  private static final Callable<Object> NEVER_RUN = Object::new;

  private final Ending ending;
  private final StructuredTaskScope<Object, Void> scope;

  private FanOut(Ending ending, StructuredTaskScope<Object, Void> scope) {
    this.ending = ending;
    this.scope = scope;
  }

  /** Work of one lane. */
  @FunctionalInterface
  public interface Lane {
    /**
     * Does the work; an interrupt means that its result is no longer wanted.
     *
     * @throws InterruptedException if the lane is interrupted
     */
    void run() throws InterruptedException;
  }

  /**
   * Work that {@link FanOut#map} does once for each input.
   *
   * @param <T> what it is given
   * @param <R> what it makes of it
   */
  @FunctionalInterface
  public interface Task<T, R> {
    /**
     * Does the work for one input; an interrupt means that the result is no longer wanted.
     *
     * @param input what it is given
     * @return what it makes of it
     * @throws InterruptedException if the lane is interrupted
     */
    R apply(T input) throws InterruptedException;
  }

  /**
   * Opens a scope that is owned by the calling thread.
   *
   * @param threads makes the thread of each lane
   * @param done asked by each lane's thread after the lane's end, and by several at once; true
   *     cancels the lanes that remain
   * @return the scope, to be closed by the caller
   * @throws IllegalStateException when the running Java's structured concurrency is unknown here
   */
  public static FanOut open(ThreadFactory threads, BooleanSupplier done) {
    return open(OPENER, threads, done);
  }

  /**
   * Applies a task to every input at once, each on a thread of its own. A failure cancels the rest.
   *
   * @param <T> the type of the inputs
   * @param <R> the type of the results
   * @param threads makes the threads
   * @param inputs what the task is applied to
   * @param task the work
   * @return the results in the order of the inputs; cannot be modified
   * @throws InterruptedException when the caller or one of the tasks was interrupted; no task is
   *     left running
   */
  public static <T, R> List<R> map(
      ThreadFactory threads, Collection<? extends T> inputs, Task<? super T, ? extends R> task)
      throws InterruptedException {
    List<T> given = List.copyOf(inputs);
    var results = new AtomicReferenceArray<R>(given.size());
    var interrupt = new AtomicReference<InterruptedException>();
    try (FanOut lanes = open(threads, () -> interrupt.get() != null)) {
      for (int i = 0; i < given.size(); i++) {
        int index = i;
        lanes.fork(
            () -> {
              try {
                results.set(index, task.apply(given.get(index)));
              } catch (InterruptedException e) {
                interrupt.set(e);
              }
            });
      }
      lanes.join();
    }
    if (interrupt.get() != null) {
      throw interrupt.get();
    }
    return IntStream.range(0, given.size()).<R>mapToObj(results::get).toList();
  }

  /**
   * Starts a lane. In a cancelled scope it does not run.
   *
   * @param lane the work
   * @throws IllegalStateException after {@link #join} or {@link #close}
   */
  public void fork(Lane lane) {
    Callable<Object> work =
        () -> {
          lane.run();
          return null;
        };
    scope.fork(work);
  }

  /**
   * Interrupts every lane that still runs. It does not wait for them: {@link #join} will return at
   * once, {@link #close} when they have ended.
   *
   * @throws IllegalStateException after {@link #join} or {@link #close}
   */
  public void cancel() {
    ending.cancelAtNextFork();
    scope.fork(NEVER_RUN);
  }

  /**
   * Waits until every lane has ended or the scope is cancelled. An exception or error of a lane,
   * other than an InterruptedException, is thrown here as it is, with the lane's stack trace; of
   * several, the first.
   *
   * @throws InterruptedException when the owner is interrupted while it waits; the lanes still run
   *     then, until {@link #close}
   * @throws IllegalStateException when called for the second time, or after {@link #close}
   */
  public void join() throws InterruptedException {
    scope.join();
    ending.rethrow();
  }

  /**
   * Cancels what still runs and waits until every lane has ended, even when the owner is
   * interrupted, which it remains. A lane's failure that no {@link #join} has thrown is thrown
   * here; where another exception is already leaving the block, the language adds it to that one as
   * suppressed. Nothing is wrong with closing without a join.
   */
  @Override
  public void close() {
    try {
      scope.close();
    } catch (IllegalStateException notJoined) {
      // Thrown when everything has ended: the API wants a join after a fork, we do not.
    }
    ending.rethrow();
  }

  /** Throws whatever the opener throws as it is; the compiler takes X for RuntimeException. */
  @SuppressWarnings("unchecked") // the cast of what is thrown is erased, which is the point
  static <X extends Throwable> FanOut open(
      MethodHandle opener, ThreadFactory threads, BooleanSupplier done) throws X {
    var ending = new Ending(done);
    UnaryOperator<StructuredTaskScope.Configuration> configure =
        configuration -> configuration.withThreadFactory(threads);
    try {
      Object scope = opener.invokeExact((Object) ending, (Object) configure);
      return new FanOut(ending, (StructuredTaskScope<Object, Void>) scope);
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "Weft cannot use the structured concurrency of Java "
              + Runtime.version().feature()
              + ", a preview that differs from the one Weft knows; run it on Java 25.",
          e);
    } catch (Throwable e) {
      throw (X) e;
    }
  }

  /**
   * Finds {@code StructuredTaskScope.open(Joiner, …)} with the first of the given second parameters
   * that there is. Where there is none, the handle returned throws a {@link LinkageError}, for this
   * class must load to be able to say so.
   */
  static MethodHandle opener(Class<?>... candidates) {
    var missing = new NoSuchMethodError("StructuredTaskScope.open(Joiner, configuration)");
    for (Class<?> candidate : candidates) {
      try {
        return MethodHandles.publicLookup()
            .findStatic(
                StructuredTaskScope.class,
                "open",
                MethodType.methodType(StructuredTaskScope.class, Joiner.class, candidate))
            .asType(MethodType.genericMethodType(2));
      } catch (ReflectiveOperationException | LinkageError e) {
        missing.addSuppressed(e);
      }
    }
    var thrower = MethodHandles.throwException(Object.class, Error.class).bindTo(missing);
    return MethodHandles.dropArguments(thrower, 0, Object.class, Object.class);
  }

  /**
   * Shared by the lanes of one scope; decides what a lane's end means for the others, and keeps the
   * first failure.
   */
  private static final class Ending implements Joiner<Object, Void> {
    private final BooleanSupplier done;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private final Thread owner = Thread.currentThread();
    private boolean cancelAtFork; // the owner's alone, as it alone forks

    Ending(BooleanSupplier done) {
      this.done = done;
    }

    /** Has no effect for another thread than the owner, whose fork is about to be refused. */
    void cancelAtNextFork() {
      if (Thread.currentThread() == owner) {
        cancelAtFork = true;
      }
    }

    @Override
    public boolean onFork(Subtask<? extends Object> lane) {
      return cancelAtFork;
    }

    @Override
    public boolean onComplete(Subtask<? extends Object> lane) {
      try {
        if (lane.state() == Subtask.State.FAILED
            && !(lane.exception() instanceof InterruptedException)) {
          throw lane.exception();
        }
        return done.getAsBoolean();
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
        return true;
      }
    }

    @Override
    public Void result() {
      return null;
    }

    /** Throws a failure once, as it is; the compiler takes X for RuntimeException. */
    @SuppressWarnings("unchecked") // the cast is erased, which is the point
    <X extends Throwable> void rethrow() throws X {
      Throwable thrown = failure.getAndSet(null);
      if (thrown != null) {
        throw (X) thrown;
      }
    }
  }
}
