package dev.weft.lookup;

import dev.weft.bench.FutureTransport;
import dev.weft.item.Proofs;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Request;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** Starts lookups that are chains of futures; otherwise as {@link Lookups}. */
public final class FutureLookups {

  private final Key self;
  private final LookupOptions options;
  private final Environment environment;
  private final FutureTransport transport;
  private final RoundTrips roundTrips;
  private final Proofs proofs = new Proofs();

  /** As of {@link Lookups}. */
  public FutureLookups(
      Key self, LookupOptions options, Environment environment, FutureTransport transport) {
    this.self = self;
    this.options = options;
    this.environment = environment;
    this.transport = transport;
    this.roundTrips = new RoundTrips(options.hedgeAfter(), options.callTimeout());
  }

  /** As {@link Lookups#findNodes}, with nobody who watches. */
  public CompletableFuture<LookupResult> findNodes(
      Key target, Collection<Contact> start, Duration timeout) {
    return lookup(target, new Request.FindNode(target), start, timeout);
  }

  /** As {@link Lookups#findValue}, with nobody who watches. */
  public CompletableFuture<LookupResult> findValue(
      Key key, Collection<Contact> start, Duration timeout) {
    return lookup(key, new Request.FindValue(key), start, timeout);
  }

  private CompletableFuture<LookupResult> lookup(
      Key target, Request question, Collection<Contact> start, Duration timeout) {
    return new FutureLookup(
            target,
            question,
            new Answers(target, options.k(), question instanceof Request.FindValue, proofs),
            question instanceof Request.FindValue
                ? Shortlist.ofValue(target, self, options.k())
                : new Shortlist(target, self, options.k(), false),
            options,
            environment,
            transport,
            roundTrips,
            timeout)
        .start(start);
  }
}
