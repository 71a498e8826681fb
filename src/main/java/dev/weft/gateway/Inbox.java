package dev.weft.gateway;

import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Guarded by its lock: the events that one listener has yet to be sent. Any number of threads put
 * them there, none of which waits; the listener's own takes them. Whoever lets more than {@value
 * #MOST} gather reads too slowly, and is told so as the last of them.
 */
final class Inbox {

  static final int MOST = 1_000;

  /** Whoever is gone is noticed when one after the next beat fails. */
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Event> events = new ArrayDeque<>();
  private Promise<Boolean> news;
  private boolean ended;

  Inbox(Environment environment) {
    this.environment = environment;
    this.news = environment.promise();
  }

  /** Puts an event there, unless this has ended. */
  void put(Event event) {
    add(event, false);
  }

  /** Puts the last event there. */
  void end(Event last) {
    add(last, true);
  }

  private void add(Event event, boolean last) {
    lock.lock();
    try {
      if (!ended) {
        boolean full = events.size() == MOST;
        events.add(full ? tooSlow() : event);
        ended = last || full;
        news.complete(true);
      }
    } finally {
      lock.unlock();
    }
  }

  private static Event tooSlow() {
    return new Event("problem", new Problem(503, "the events are read too slowly").document());
  }

  /**
   * Sends the events as they come, until the last.
   *
   * @throws java.io.UncheckedIOException if nobody listens any more
   */
  void pump(EventWriter out) throws InterruptedException {
    for (List<Event> next = take(); next != null; next = take()) {
      next.forEach(out::write);
      if (next.isEmpty()) {
        out.beat();
      }
    }
  }

  /** All that has come, after a wait if that is nothing; null after the last. */
  private @Nullable List<Event> take() throws InterruptedException {
    if (waiting().await(BEAT).isEmpty()) {
      return List.of();
    }
    lock.lock();
    try {
      List<Event> all = List.copyOf(events);
      events.clear();
      if (all.isEmpty()) {
        return null;
      }
      if (!ended) {
        news = environment.promise();
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  private Promise<Boolean> waiting() {
    lock.lock();
    try {
      return news;
    } finally {
      lock.unlock();
    }
  }
}
