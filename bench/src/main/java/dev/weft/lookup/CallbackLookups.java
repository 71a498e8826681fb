package dev.weft.lookup;

import dev.weft.bench.callback.CallbackTransport;
import dev.weft.bench.callback.Loop;
import dev.weft.item.Proofs;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Request;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Starts the lookups of one client, and holds what they share: what {@link Lookups} is to the
 * blocking style. Confined to an event loop.
 */
public final class CallbackLookups {

  private final Key self;
  private final LookupOptions options;
  private final Loop loop;
  private final CallbackTransport transport;
  private final LookupListener listener;
  private final RoundTrips roundTrips;
  private final Proofs proofs = new Proofs();

  /** As of {@link Lookups}, with an event loop where that has an environment. */
  public CallbackLookups(
      Key self,
      LookupOptions options,
      Loop loop,
      CallbackTransport transport,
      LookupListener listener) {
    this.self = self;
    this.options = options;
    this.loop = loop;
    this.transport = transport;
    this.listener = listener;
    this.roundTrips = new RoundTrips(options.hedgeAfter(), options.callTimeout());
  }

  /** As {@link Lookups#findNodes}. The watcher must not block: it would hold up everything. */
  public CallbackLookup findNodes(
      Key target, Collection<Contact> start, Duration timeout, Consumer<Step> watcher) {
    return lookup(target, new Request.FindNode(target), false, start, timeout, watcher);
  }

  /** As {@link Lookups#findNodesPatiently}. */
  public CallbackLookup findNodesPatiently(
      Key target, Collection<Contact> start, Duration timeout) {
    return lookup(target, new Request.FindNode(target), true, start, timeout, _ -> {});
  }

  /** As {@link Lookups#findValue}. The watcher must not block: it would hold up everything. */
  public CallbackLookup findValue(
      Key key, Collection<Contact> start, Duration timeout, Consumer<Step> watcher) {
    return lookup(key, new Request.FindValue(key), false, start, timeout, watcher);
  }

  private CallbackLookup lookup(
      Key target,
      Request question,
      boolean patient,
      Collection<Contact> start,
      Duration timeout,
      Consumer<Step> watcher) {
    return new CallbackLookup(
            target,
            question,
            new Answers(target, options.k(), question instanceof Request.FindValue, proofs),
            question instanceof Request.FindValue
                ? Shortlist.ofValue(target, self, options.k())
                : new Shortlist(target, self, options.k(), patient),
            options,
            loop,
            transport,
            listener,
            roundTrips,
            watcher,
            timeout)
        .start(start);
  }
}
