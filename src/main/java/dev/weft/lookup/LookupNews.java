package dev.weft.lookup;

import dev.weft.kademlia.Key;
import dev.weft.runtime.Crew;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What there is to be told of a lookup while it goes on: that it began, each of its steps, that it
 * is over. Immutable.
 *
 * {@snippet file="dev/weft/snippets/SimulationSnippetsTest.java" region="news"}
 */
public sealed interface LookupNews {

  /** {@return the lookup's number, which its calls bear, too; unique in this process} */
  long id();

  /**
   * A lookup begins; always told first.
   *
   * @param id the lookup's number
   * @param target what is looked for
   * @param value whether a value is looked for, or else nodes
   */
  record Began(long id, Key target, boolean value) implements LookupNews {}

  /**
   * One of its questions has ended; told in the order of the trace.
   *
   * @param id the lookup's number
   * @param step the question, and what came of it
   */
  record Went(long id, Step step) implements LookupNews {}

  /**
   * It is over; always told last.
   *
   * @param id the lookup's number
   * @param result what it brought; empty where it was interrupted, or failed
   */
  record Ended(long id, Optional<LookupResult> result) implements LookupNews {}

  /**
   * Does some work, and has one listener told of all lookups that are made for it, whichever
   * threads they take: those of a get, say, or a set. Of what is done for others, such as
   * housekeeping, it is not told. A set goes on when enough nodes keep the item, and the listener
   * may be told for as long.
   *
   * @param <T> what the work returns
   * @param <X> what it throws
   * @param listener is told by the threads of the lookups, which it holds up: one piece of news
   *     after the other of each lookup, and of several lookups at once. What it throws fails the
   *     lookup. Where such work is part of other such work, the listener of the inner alone is told
   * @param work the work, done by this thread
   * @return what the work returns
   * @throws X what the work throws
   */
  static <T, X extends Throwable> T telling(
      Consumer<LookupNews> listener, ScopedValue.CallableOp<T, X> work) throws X {
    return ScopedValue.where(LookupMeter.LISTENER, listener).call(work);
  }

  /**
   * Work that another thread is to do, and whose lookups are told of as this thread's are.
   *
   * @param work the work
   * @return the same work, for another thread
   */
  static Crew.Task handedOn(Crew.Task work) {
    Consumer<LookupNews> listener = LookupMeter.listener();
    return listener == null
        ? work
        : () ->
            telling(
                listener,
                () -> {
                  work.run();
                  return true;
                });
  }
}
