package dev.weft.gateway;

import dev.weft.Statistics;
import dev.weft.lookup.LookupCounts;
import dev.weft.lookup.LookupOutcome;
import dev.weft.routing.RoutingCounts;
import dev.weft.rpc.CallCounts;
import dev.weft.rpc.CallOutcome;
import dev.weft.rpc.RequestKind;
import dev.weft.rpc.TransportCounts;
import dev.weft.store.StoreCounts;
import dev.weft.store.TopicCounts;
import java.util.Map;
import java.util.Optional;

/** What a node has counted. */
final class Counted {

  private Counted() {}

  /**
   * Statistics.
   *
   * @param total what has been counted
   * @param now what there is now
   */
  static Statistics statistics(long total, int now) {
    return new Statistics(
        0,
        0,
        0,
        0,
        0,
        0,
        Map.of("flood", total),
        Optional.empty(),
        new CallCounts(
            Map.of(RequestKind.PING, total),
            Map.of(
                RequestKind.FIND_NODE,
                Map.of(CallOutcome.ANSWERED, total, CallOutcome.TIMED_OUT, total))),
        new TransportCounts(now, now, 0, 0, 0, 0, 0, total, total),
        new LookupCounts(Map.of(LookupOutcome.FOUND, 0L), 0, 0),
        new RoutingCounts(0, 0, 0, 0, now, 0),
        new StoreCounts(0, 0, 0),
        new TopicCounts(0, 0));
  }
}
