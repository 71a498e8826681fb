package dev.weft.node;

import dev.weft.admission.Refusals;
import dev.weft.lookup.LookupEnd;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.CallEnd;
import dev.weft.store.ItemStore;
import dev.weft.store.StoreCounts;
import dev.weft.store.TopicCounts;
import java.util.function.Consumer;

/**
 * Where a node can be watched: what its parts have counted, and who is told of calls and lookups.
 * Immutable beside these; may be used by any thread.
 */
public final class Metering {

  private final MeteredTransport transport;
  private final Lookups lookups;
  private final RoutingActor routing;
  private final ItemStore store;
  private final Refusals refusals;
  private final Checkups checkups;
  private final Placer placer;
  private final HandOver handOver;
  private final Renewals renewals;
  private final Renewer renewer;
  private final Topics topics;

  Metering(
      MeteredTransport transport,
      Lookups lookups,
      RoutingActor routing,
      ItemStore store,
      Refusals refusals,
      Checkups checkups,
      Placer placer,
      HandOver handOver,
      Renewals renewals,
      Renewer renewer,
      Topics topics) {
    this.transport = transport;
    this.lookups = lookups;
    this.routing = routing;
    this.store = store;
    this.refusals = refusals;
    this.checkups = checkups;
    this.placer = placer;
    this.handOver = handOver;
    this.renewals = renewals;
    this.renewer = renewer;
    this.topics = topics;
  }

  /** What the node has counted since it was started. */
  public Counts counts() {
    return new Counts(
        renewals.size(),
        renewer.renewed(),
        renewer.failures(),
        placer.replicated(),
        handOver.given(),
        checkups.crowds(),
        refusals.countsWith(transport.refusals()),
        transport.sinceContact(),
        transport.calls(),
        transport.counts(),
        lookups.counts(),
        routing.counts(),
        new StoreCounts(store.size(), store.bytes(), store.evicted()),
        new TopicCounts(topics.kept(), topics.announced()));
  }

  /**
   * Has one more told of each call that is over, by the thread that made it, which it holds up.
   *
   * @return ends that
   */
  public Runnable onCall(Consumer<CallEnd> listener) {
    return transport.onCall(listener);
  }

  /**
   * Has one more told of each lookup that is over, by the thread that wanted it.
   *
   * @return ends that
   */
  public Runnable onLookup(Consumer<LookupEnd> listener) {
    return lookups.onEnd(listener);
  }
}
