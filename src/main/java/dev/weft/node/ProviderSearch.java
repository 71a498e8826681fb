package dev.weft.node;

import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Gathering;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.lookup.Step;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Draw;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import dev.weft.store.ProviderStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds who has announced themselves under a topic. Stateless beside its parts; may be used by any
 * thread.
 *
 * <p>One lookup gathers what the nodes on its way give, which from each is as much as one frame
 * holds, by chance. Where that is not enough, and some of the closest have more, these are asked
 * for the rest, page by page.
 *
 * <p>Who wants but a few does not begin with those that it knows to be the closest, as everybody
 * would begin with the same: of the k closest it leaves out all but some, drawn by chance. So those
 * who look for a popular topic come by many ways, on which others have copies ({@link
 * PopularTopics}); it costs a fifth more time where there are none.
 */
final class ProviderSearch {

  private static final Logger LOG = LoggerFactory.getLogger(ProviderSearch.class);

  /** How many records are wanted at once; of long ones a frame holds a hundred. */
  private static final int PAGE = 500;

  /** How many pages one node is asked for, at most: more than it may have. */
  private static final int MOST_PAGES = 20;

  /** With how many of the k closest that it knows a lookup begins, which will do with copies. */
  private static final int STARTS = 4;

  private final int k;
  private final Placer placer;
  private final Environment environment;
  private final Transport transport;
  private final RoutingActor routing;
  private final Lookups lookups;
  private final ProviderStore store;

  ProviderSearch(
      int k,
      Placer placer,
      Environment environment,
      Transport transport,
      RoutingActor routing,
      Lookups lookups,
      ProviderStore store) {
    this.k = k;
    this.placer = placer;
    this.environment = environment;
    this.transport = transport;
    this.routing = routing;
    this.lookups = lookups;
    this.store = store;
  }

  /**
   * Gathers records until there are enough, or none of the closest has any more.
   *
   * @return who was asked
   */
  LookupResult.Closest find(Key topic, Gathering gathering, Duration timeout)
      throws InterruptedException {
    long deadline = environment.nanoTime() + timeout.toNanos();
    gathering.take(store.sample(topic, gathering.limit()).providers(), environment.now());
    List<Contact> known = routing.startOf(topic);
    LookupResult.Closest near =
        lookups.findProviders(
            gathering,
            gathering.takesCopies() ? scattered(known) : known,
            timeout,
            Lookups.UNWATCHED);
    if (gathering.isEnough()) {
      return near;
    }
    List<Contact> holders =
        Stream.concat(
                near.trace().stream().filter(ProviderSearch::hasMore).map(Step::peer),
                near.crowd().beyond().stream())
            .filter(peer -> near.closest().contains(peer) || near.crowd().beyond().contains(peer))
            .distinct()
            .toList();
    FanOut.map(
        environment.threads("providers"),
        holders,
        peer -> {
          readAll(topic, peer, gathering, deadline);
          return peer;
        });
    return near;
  }

  /** All but most of the k closest; where only few others are known, all. */
  private List<Contact> scattered(List<Contact> known) {
    if (known.size() < 2 * k) {
      return known;
    }
    List<Contact> closest = Draw.of(known.subList(0, k), STARTS, environment.random());
    return Stream.concat(closest.stream(), known.stream().skip(k)).toList();
  }

  private static boolean hasMore(Step step) {
    return step.outcome() instanceof Step.Outcome.Providers some && some.total() > some.given();
  }

  /** Asks one node for all that it has, page by page. */
  private void readAll(Key topic, Contact holder, Gathering gathering, long deadline)
      throws InterruptedException {
    Key after = topic.least(0);
    try {
      for (int page = 0; page < MOST_PAGES && !gathering.isEnough(); page++) {
        List<Provider> given = read(topic, holder, after, deadline);
        String lie = gathering.take(given, environment.now());
        if (lie != null) {
          routing.misbehaved(holder, lie);
          return;
        }
        if (given.isEmpty() || given.getLast().owner().compareTo(after) <= 0) {
          return;
        }
        after = given.getLast().owner();
      }
    } catch (RpcException e) {
      LOG.debug("{} does not give all that it has: {}", holder, e.getMessage());
    }
  }

  private List<Provider> read(Key topic, Contact holder, Key after, long deadline)
      throws RpcException, InterruptedException {
    Request question = new Request.FindProviders(topic, PAGE, after);
    Response answer = transport.call(holder, question, placer.remaining(deadline));
    return answer instanceof Response.Providers some ? some.providers() : List.of();
  }
}
