package dev.weft.runtime;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which lookup or set the running thread works for, so that what it does can be told by it; it need
 * not be handed from one method to the next, and ends with the work: a scoped value, which lanes
 * inherit. Nothing but what is told of calls, lookups and writes depends on it.
 */
public final class TraceId {

  /** Work for none. */
  public static final long NONE = 0;

  private static final ScopedValue<Long> CURRENT = ScopedValue.newInstance();
  private static final AtomicLong LAST = new AtomicLong(NONE);

  private TraceId() {}

  /** {@return the number of what the calling thread works for; {@link #NONE} if for none} */
  public static long current() {
    return CURRENT.isBound() ? CURRENT.get() : NONE;
  }

  /** {@return as {@link #current}, but in place of none a number that nothing else here has} */
  public static long currentOrNext() {
    return CURRENT.isBound() ? CURRENT.get() : LAST.incrementAndGet();
  }

  /**
   * Runs an operation as the work that has this number.
   *
   * @param <T> what the operation returns
   * @param id the number
   * @param operation what is run, by this thread
   * @return what it returns
   * @throws InterruptedException if the operation is interrupted
   */
  public static <T> T with(long id, ScopedValue.CallableOp<T, InterruptedException> operation)
      throws InterruptedException {
    return ScopedValue.where(CURRENT, id).call(operation);
  }
}
