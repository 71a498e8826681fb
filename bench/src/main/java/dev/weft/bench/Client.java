package dev.weft.bench;

import java.util.function.IntFunction;

/**
 * A client of a network, in one of the styles: what every benchmark talks to. Used by one thread at
 * a time, which belongs to no style and does nothing but wait.
 */
public interface Client extends AutoCloseable {

  /**
   * Carries out operations, and returns when all have ended. So many are under way at once: as soon
   * as one has ended, another is begun by whoever the style has for that, a thread or a callback.
   * How long each took goes to {@link Latencies#OF_THIS_JVM}.
   *
   * @param work what to do: asked for 0, 1, … count - 1, by several threads
   * @param count how many operations
   * @param inFlight how many at once
   * @return how many were done well
   * @throws InterruptedException if the thread is interrupted, in which case the benchmark is over
   */
  int run(IntFunction<? extends Operation> work, int count, int inFlight)
      throws InterruptedException;

  /**
   * Begins operations, cancels them all, and returns when nothing is left of them.
   *
   * @param work as of {@link #run}
   * @param count how many operations, all at once
   * @param begun waits until those are under way
   * @return nanoseconds from the first cancellation to the end of the last operation
   * @throws InterruptedException if the thread is interrupted, in which case the benchmark is over
   */
  long cancel(IntFunction<? extends Operation> work, int count, Begun begun)
      throws InterruptedException;

  /** Waits until everything that was begun waits for the network. */
  @FunctionalInterface
  interface Begun {
    /** Waits. */
    void await() throws InterruptedException;
  }

  /** Lets go of threads and connections. */
  @Override
  void close();
}
