package dev.weft.lookup;

import dev.weft.item.Item;
import dev.weft.item.Proofs;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the lookups of one node, and holds what they share. Immutable but for the statistics of
 * round trips and the proofs of values, and safe for use by any number of threads; each call runs
 * one lookup on the calling thread.
 */
public final class Lookups {

  /** The watcher of a lookup that nobody watches. */
  public static final Consumer<Step> UNWATCHED = _ -> {};

  private final Key self;
  private final LookupOptions options;
  private final Environment environment;
  private final Transport transport;
  private final LookupListener listener;
  private final PrefixLimits prefixes;
  private final RoundTrips roundTrips;
  private final Density density;
  private final Proofs proofs = new Proofs();

  /**
   * @param self the key of the node that looks
   * @param transport how peers are asked
   * @param listener is told of liars and of peers that may be dead
   * @param prefixes how many peers of one part of the internet a lookup heeds, as in one bucket
   */
  public Lookups(
      Key self,
      LookupOptions options,
      Environment environment,
      Transport transport,
      LookupListener listener,
      PrefixLimits prefixes) {
    this.self = self;
    this.options = options;
    this.environment = environment;
    this.transport = transport;
    this.listener = listener;
    this.prefixes = prefixes;
    this.roundTrips = new RoundTrips(options.hedgeAfter(), options.callTimeout());
    this.density = new Density(options.k());
  }

  /**
   * Finds the k live nodes closest to a key.
   *
   * @param start the closest nodes known so far
   * @param timeout the longest that it may take; then the result is what was found by then
   * @param watcher is told of each step once, in the order of the trace: while the lookup goes on,
   *     by its lanes in turn, which it holds up and which are interrupted when the lookup ends; of
   *     the last steps, by the calling thread. What it throws fails the lookup
   * @throws InterruptedException if the calling thread is interrupted; nothing is left behind
   */
  public LookupResult.Closest findNodes(
      Key target, Collection<Contact> start, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    Lookup lookup = nodes(target, false, Scout.none(density), watcher);
    return closest(lookup, start, timeout);
  }

  /**
   * Finds the k live nodes closest to a key, and tells how near it has come whenever that changes:
   * for those who want to begin before it is there. Otherwise as {@link #findNodes}.
   *
   * @param told is told first of the start; in order, by the lookup's lanes and the calling thread,
   *     while they hold a lock: it must neither wait nor throw
   */
  public LookupResult.Closest approach(
      Key target, Collection<Contact> start, Duration timeout, Consumer<Frontier> told)
      throws InterruptedException {
    Lookup lookup = nodes(target, false, new Scout(density, told), UNWATCHED);
    return closest(lookup, start, timeout);
  }

  /**
   * Finds the k live nodes closest to a key, those among them that are slow: for work that is not
   * to pass over any of them. {@link #findNodes} would take others in their place. Waits for a
   * quarter of a call's time-out at least, unless the answer comes sooner; otherwise as {@link
   * #findNodes}.
   *
   * @throws InterruptedException if the calling thread is interrupted; nothing is left behind
   */
  public LookupResult.Closest findNodesPatiently(
      Key target, Collection<Contact> start, Duration timeout) throws InterruptedException {
    Lookup lookup = nodes(target, true, Scout.none(density), UNWATCHED);
    return closest(lookup, start, timeout);
  }

  private Lookup nodes(Key target, boolean patient, Scout scout, Consumer<Step> watcher) {
    Shortlist shortlist = new Shortlist(target, self, options.k(), patient).within(prefixes);
    return lookup(new Request.FindNode(target), answers(target, false), shortlist, scout, watcher);
  }

  private LookupResult.Closest closest(Lookup lookup, Collection<Contact> start, Duration timeout)
      throws InterruptedException {
    LookupResult.Closest closest = lookup.run(start, timeout).closest();
    if (closest.complete()) {
      density.found(closest.target(), closest.closest());
    }
    return closest;
  }

  /**
   * Finds a valid value under a key: the first that comes. A value is believed only when it
   * verifies and belongs under the key. That there is none is said only when those that are slow
   * had their time, a quarter of a call's time-out at least: who has just come back reads anew what
   * it held.
   *
   * @param start the closest nodes known so far
   * @param timeout the longest that it may take; then the result is what was found by then
   * @param watcher as for {@link #findNodes}
   * @throws InterruptedException if the calling thread is interrupted; nothing is left behind
   */
  public LookupResult findValue(
      Key key, Collection<Contact> start, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    Shortlist shortlist = Shortlist.ofValue(key, self, options.k()).within(prefixes);
    Scout nobody = Scout.none(density);
    return lookup(new Request.FindValue(key), answers(key, true), shortlist, nobody, watcher)
        .run(start, timeout)
        .result();
  }

  /**
   * Asks one peer what it holds under a key.
   *
   * @param timeout the longest wait
   * @return the value, if the peer holds one that verifies
   * @throws RpcException if the peer does not answer
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Optional<Item> ask(Contact peer, Key key, Duration timeout)
      throws RpcException, InterruptedException {
    Response answer = transport.call(peer, new Request.FindValue(key), timeout);
    return switch (answers(key, true).examine(answer, environment.now())) {
      case Answers.Verdict.Value(Item item) -> Optional.of(item);
      case Answers.Verdict.Nodes _ -> Optional.empty();
      case Answers.Verdict.Lie(String what) -> {
        listener.lied(peer, what);
        yield Optional.empty();
      }
    };
  }

  private Answers answers(Key target, boolean wantsValue) {
    return new Answers(target, options.k(), wantsValue, proofs);
  }

  private Lookup lookup(
      Request question, Answers answers, Shortlist shortlist, Scout scout, Consumer<Step> watcher) {
    return new Lookup(
        question,
        answers,
        shortlist,
        options,
        environment,
        transport,
        listener,
        roundTrips,
        scout,
        watcher);
  }
}
