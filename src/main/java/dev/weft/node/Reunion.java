package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.routing.RoutingActor;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.List;

/**
 * Puts a network together again that has fallen apart. Each part drops the contacts of the others,
 * as these do not answer, and would never hear of them again; so some of the dropped are greeted
 * now and then. Where enough have been found again, by this node's doing or by theirs, what it
 * holds is replicated soon, for in the other part there may be newer versions, or no copies; but
 * not twice in half an interval, or a network in which nodes come and go would do little else. May
 * be used by any thread.
 */
final class Reunion {

  private static final int MOST_GREETED = 8;
  private static final int ENOUGH = 2;

  private final Environment environment;
  private final RoutingActor routing;
  private final Joining joining;
  private final Duration interval;
  private final Duration pause;

  /** When enough of the lost were found, by the monotonic clock. */
  private volatile long foundAt;

  /**
   * @param interval how often each item is replicated, at least
   */
  Reunion(Environment environment, RoutingActor routing, Joining joining, Duration interval) {
    this.environment = environment;
    this.routing = routing;
    this.joining = joining;
    this.interval = interval;
    this.pause = interval.dividedBy(2);
    this.foundAt = environment.nanoTime() - interval.toNanos();
  }

  /**
   * Greets some of those that were lost, and gets to know the network through those that answer.
   */
  void seek() throws InterruptedException {
    List<Contact> lost = routing.lost(MOST_GREETED);
    joining.greetAll(lost);
    if (sinceFound().compareTo(pause) >= 0) {
      int back = routing.returned();
      if (back >= ENOUGH && 2 * back >= lost.size()) {
        foundAt = environment.nanoTime();
      }
    }
  }

  private Duration sinceFound() {
    return Duration.ofNanos(environment.nanoTime() - foundAt);
  }

  /**
   * How long ago an item must have been replicated to be due: from three quarters of the interval
   * to nearly the whole, as chance will have it, so that of its holders one comes first; or since
   * the last reunion, if that is less.
   */
  Duration age() {
    long sixteenths = environment.random().nextLong(interval.toNanos() * 3 / 16);
    Duration usual = interval.multipliedBy(3).dividedBy(4).plusNanos(sixteenths);
    Duration since = sinceFound().plusMillis(1);
    return since.compareTo(usual) < 0 ? since : usual;
  }
}
