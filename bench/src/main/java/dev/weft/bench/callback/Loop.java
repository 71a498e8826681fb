package dev.weft.bench.callback;

import java.time.Instant;

/**
 * The event loop, as its callbacks see it: one thread that runs them, one after the other, so that
 * what they share needs no lock. Used by that thread alone.
 */
public interface Loop {

  /** Something that is to happen later. */
  interface Timer {
    /** Sees to it that it does not happen; nothing is done if it has. */
    void cancel();
  }

  /** Calls back when a time has passed. */
  Timer callLater(long nanos, Runnable callback);

  /** Nanoseconds since some fixed moment; only differences mean anything. */
  long nanoTime();

  /** The time of day. */
  Instant now();
}
