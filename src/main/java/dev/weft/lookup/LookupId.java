package dev.weft.lookup;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which lookup the running thread works for, so that calls can be told by it; it need not be handed
 * from one method to the next, and ends with the lookup: a scoped value, which the lanes inherit.
 * Nothing but what is told of calls and lookups depends on it.
 */
public final class LookupId {

  /** Work for no lookup. */
  public static final long NONE = 0;

  private static final ScopedValue<Long> CURRENT = ScopedValue.newInstance();
  private static final AtomicLong LAST = new AtomicLong(NONE);

  private LookupId() {}

  /** The number of the lookup that the calling thread works for; {@link #NONE} if for none. */
  public static long current() {
    return CURRENT.isBound() ? CURRENT.get() : NONE;
  }

  /** A number that no other lookup of this process has. */
  static long next() {
    return LAST.incrementAndGet();
  }

  /** Runs an operation as the work of a lookup. */
  static <T> T with(long id, ScopedValue.CallableOp<T, InterruptedException> operation)
      throws InterruptedException {
    return ScopedValue.where(CURRENT, id).call(operation);
  }
}
