package dev.weft.sim;

import dev.weft.DhtConfig;

/**
 * Checks that nothing grows without bound: of each node the calls, the requests, the threads, and
 * the store; of the whole simulation the timers, of which each belongs to a thread that waits or to
 * a message under way. Immutable.
 */
final class QueueCheck {

  private static final int MOST_REQUESTS = 1_000;

  /**
   * What {@code Dht} lets in at once, the chores, and the items that one of these sends at once.
   */
  private static final int MOST_OPERATIONS = 128 + 16 + 8;

  /** Errands, pings of the routing actor, and what there is one of. */
  private static final int MOST_HELPERS = 64 + 8 + 16;

  private final DhtConfig settings;
  private final int mostCalls;

  QueueCheck(DhtConfig settings) {
    this.settings = settings;
    // An operation has lanes and hedges, or one call for each of the k closest, and its own thread.
    int widest = Math.max(5 * settings.alpha(), settings.k()) + 1;
    this.mostCalls = MOST_OPERATIONS * widest + MOST_HELPERS;
  }

  /** What is wrong with a node; empty if nothing is. */
  String flaw(Load load) {
    boolean bounded =
        load.calls() <= mostCalls
            && load.requests() <= MOST_REQUESTS
            && load.threads() <= load.requests() + mostCalls
            && load.items() <= settings.maxItems()
            && load.bytes() <= settings.maxBytes();
    return bounded ? "" : "more than there should ever be: " + load;
  }

  /**
   * What is wrong with the simulation; empty if nothing is.
   *
   * @param messages how many are under way
   */
  static String flaw(int timers, int threads, int messages) {
    return timers > threads + messages
        ? timers + " timers are set, for " + threads + " threads and " + messages + " messages"
        : "";
  }
}
