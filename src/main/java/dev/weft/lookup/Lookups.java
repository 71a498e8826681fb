package dev.weft.lookup;

import dev.weft.item.Item;
import dev.weft.item.Proofs;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the lookups of one node, and holds what they share. Immutable but for the statistics of
 * round trips, the density of the network and the proofs of values, and safe for use by any number
 * of threads. Each call runs one lookup on the calling thread, or several, by paths or beyond a
 * crowd, on threads that have ended when it returns.
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
  private final Crowds crowds;
  private final LookupMeter meter;
  private final Holders holders;
  private final Proofs proofs = new Proofs();

  /**
   * None are under way yet.
   *
   * @param self the key of the node that looks
   * @param options how they go about it
   * @param environment brings time and threads
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
    this.crowds = new Crowds(options.k(), density, environment, listener);
    this.meter = new LookupMeter(environment);
    this.holders = new Holders(options, environment, transport, listener, proofs);
  }

  /** {@return what came of all lookups so far} */
  public LookupCounts counts() {
    return meter.counts();
  }

  /**
   * Has one more told of each lookup when it is over, by the thread that wanted it, which it holds
   * up; what it throws fails the lookup.
   *
   * @param told is told what came of it
   * @return ends that
   */
  public Runnable onEnd(Consumer<LookupEnd> told) {
    return meter.onEnd(told);
  }

  /**
   * Finds the k live nodes closest to a key; and those beyond, where these are too close to be
   * true.
   *
   * @param target the key
   * @param start the closest nodes known so far
   * @param timeout the longest that it may take; then the result is what was found by then
   * @param watcher is told of each step once, in the order of the trace: while the lookup goes on,
   *     by its lanes in turn, which it holds up and which are interrupted when the lookup ends; of
   *     the last steps, by the calling thread. What it throws fails the lookup
   * @return who they are
   * @throws InterruptedException if the calling thread is interrupted; nothing is left behind
   */
  public LookupResult.Closest findNodes(
      Key target, Collection<Contact> start, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    return nodes(target, false, start, timeout, Scout.none(density), watcher);
  }

  /**
   * Finds the k live nodes closest to a key, and tells how near it has come whenever that changes:
   * for those who want to begin before it is there. Otherwise as {@link #findNodes}.
   *
   * @param target the key
   * @param start the closest nodes known so far
   * @param timeout the longest that it may take
   * @param told is told first of the start; in order, by the lookup's lanes and the calling thread,
   *     while they hold a lock: it must neither wait nor throw. It is told nothing where lookups go
   *     by several paths: what one of them has come near to may be a liar's accomplices
   * @return who they are
   * @throws InterruptedException if the thread is interrupted
   */
  public LookupResult.Closest approach(
      Key target, Collection<Contact> start, Duration timeout, Consumer<Frontier> told)
      throws InterruptedException {
    return nodes(target, false, start, timeout, new Scout(density, told), UNWATCHED);
  }

  /**
   * Finds the k live nodes closest to a key, those among them that are slow: for work that is not
   * to pass over any of them. {@link #findNodes} would take others in their place. Waits for a
   * quarter of a call's time-out at least, unless the answer comes sooner; otherwise as {@link
   * #findNodes}.
   *
   * @param target the key
   * @param start the closest nodes known so far
   * @param timeout the longest that it may take
   * @return who they are
   * @throws InterruptedException if the calling thread is interrupted; nothing is left behind
   */
  public LookupResult.Closest findNodesPatiently(
      Key target, Collection<Contact> start, Duration timeout) throws InterruptedException {
    return nodes(target, true, start, timeout, Scout.none(density), UNWATCHED);
  }

  private LookupResult.Closest nodes(
      Key target,
      boolean patient,
      Collection<Contact> start,
      Duration timeout,
      Scout scout,
      Consumer<Step> watcher)
      throws InterruptedException {
    long deadline = deadline(timeout);
    return meter.measure(
        target,
        false,
        watcher,
        told -> examined(whoIsNear(target, patient, start, timeout, scout, told), start, deadline));
  }

  private LookupResult.Closest examined(
      LookupResult.Closest near, Collection<Contact> start, long deadline)
      throws InterruptedException {
    return crowds.examine(near, place -> whoIsNear(place, start, deadline));
  }

  private LookupResult.Closest whoIsNear(Key place, Collection<Contact> start, long deadline)
      throws InterruptedException {
    return whoIsNear(place, false, start, holders.left(deadline), Scout.none(density), UNWATCHED);
  }

  private LookupResult.Closest whoIsNear(
      Key target,
      boolean patient,
      Collection<Contact> start,
      Duration timeout,
      Scout scout,
      Consumer<Step> watcher)
      throws InterruptedException {
    return whoIsNear(
        new Request.FindNode(target),
        answers(target, false),
        patient,
        start,
        timeout,
        scout,
        watcher);
  }

  private LookupResult.Closest whoIsNear(
      Request question,
      Answers answers,
      boolean patient,
      Collection<Contact> start,
      Duration timeout,
      Scout scout,
      Consumer<Step> watcher)
      throws InterruptedException {
    Key target = answers.target();
    Shortlist shortlist = new Shortlist(target, self, options.k(), patient).within(prefixes);
    LookupResult.Closest closest =
        isByOnePath(start)
            ? lookup(question, answers, shortlist, scout, watcher).run(start, timeout).closest()
            : paths(question, answers, shortlist, start, watcher).run(timeout).nodes();
    if (closest.complete()) {
      density.found(target, closest.closest());
    }
    return closest;
  }

  /**
   * Gathers records under a topic on the way to the k live nodes closest to it, until there are
   * enough; otherwise as {@link #findNodes}. Where these nodes are too close to be true, those
   * beyond are found, but not asked for records.
   *
   * @param gathering where the records are gathered
   * @param start the closest nodes known so far
   * @param timeout the longest that it may take
   * @param watcher as for {@link #findNodes}
   * @return who these nodes are; the records are where they were gathered
   * @throws InterruptedException if the thread is interrupted
   */
  public LookupResult.Closest findProviders(
      Gathering gathering, Collection<Contact> start, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    long deadline = deadline(timeout);
    Key topic = gathering.topic();
    Request question = gathering.question();
    Answers answers = new Answers(topic, options.k(), false, proofs, gathering);
    return meter.measure(
        topic,
        false,
        watcher,
        told ->
            examined(
                whoIsNear(question, answers, false, start, timeout, Scout.none(density), told),
                start,
                deadline));
  }

  private long deadline(Duration timeout) {
    return environment.nanoTime() + RoundTrips.nanos(timeout);
  }

  /**
   * Finds a valid value under a key: the first that comes. A value is believed only when it
   * verifies and belongs under the key. That there is none is said only when those that are slow
   * had their time, a quarter of a call's time-out at least: who has just come back reads anew what
   * it held. Where those that answered are too close to be true, those beyond are asked as well.
   *
   * @param key the key
   * @param start the closest nodes known so far
   * @param timeout the longest that it may take; then the result is what was found by then
   * @param watcher as for {@link #findNodes}
   * @return the value and who gave it; or the closest nodes, where there is none
   * @throws InterruptedException if the calling thread is interrupted; nothing is left behind
   */
  public LookupResult findValue(
      Key key, Collection<Contact> start, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    return meter.measure(key, true, watcher, told -> value(key, start, timeout, told));
  }

  private LookupResult value(
      Key key, Collection<Contact> start, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    long deadline = deadline(timeout);
    Request question = new Request.FindValue(key);
    Answers answers = answers(key, true);
    Shortlist shortlist = Shortlist.ofValue(key, self, options.k()).within(prefixes);
    LookupResult result =
        isByOnePath(start)
            ? lookup(question, answers, shortlist, Scout.none(density), watcher)
                .run(start, timeout)
                .result()
            : paths(question, answers, shortlist, start, watcher).run(timeout).result();
    return switch (result) {
      case LookupResult.Found found -> found;
      case LookupResult.Closest near -> holders.beyond(examined(near, start, deadline), deadline);
    };
  }

  /**
   * Asks one peer what it holds under a key.
   *
   * @param peer who is asked
   * @param key the key
   * @param timeout the longest wait
   * @return the value, if the peer holds one that verifies
   * @throws RpcException if the peer does not answer
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Optional<Item> ask(Contact peer, Key key, Duration timeout)
      throws RpcException, InterruptedException {
    return holders.ask(peer, key, timeout);
  }

  private Answers answers(Key target, boolean wantsValue) {
    return new Answers(target, options.k(), wantsValue, proofs);
  }

  private boolean isByOnePath(Collection<Contact> start) {
    return Math.min(options.paths(), start.size()) < 2;
  }

  private Paths paths(
      Request question,
      Answers answers,
      Shortlist shortlist,
      Collection<Contact> start,
      Consumer<Step> watcher) {
    Scout nobody = Scout.none(density);
    return new Paths(
        shortlist,
        options,
        environment,
        start,
        watcher,
        (own, steps) -> lookup(question, answers, own, nobody, steps));
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
