package dev.weft.node;

import dev.weft.item.Announcement;
import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Gathering;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.store.ProviderLimits;
import dev.weft.store.ProviderStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a node does with topics for those who use it. Immutable beside its parts; may be used by any
 * thread.
 */
public final class Topics {

  private final NodeOptions options;
  private final Environment environment;
  private final Transport transport;
  private final RoutingActor routing;
  private final ProviderStore store;
  private final PopularTopics popular;
  private final Announcer announcer;
  private final ProviderSearch search;

  /**
   * @param self the key of this node
   * @param owner who is announced
   * @param errands who fetches records of topics that are popular
   * @param changed is told of topics under which this node has something new
   */
  Topics(
      Key self,
      Owner owner,
      NodeOptions options,
      Environment environment,
      Transport transport,
      RoutingActor routing,
      Lookups lookups,
      Placer placer,
      Crew errands,
      Consumer<Key> changed) {
    Duration timeout = options.lookup().callTimeout().multipliedBy(2);
    this.options = options;
    this.environment = environment;
    this.transport = transport;
    this.routing = routing;
    this.store = new ProviderStore(environment, self, ProviderLimits.DEFAULTS, changed);
    this.popular = new PopularTopics(environment, routing, lookups, errands, timeout);
    this.announcer =
        new Announcer(owner, options, environment, transport, routing, lookups, placer, store);
    this.search =
        new ProviderSearch(options.k(), placer, environment, transport, routing, lookups, store);
  }

  ProviderStore store() {
    return store;
  }

  /** Answers what others ask. */
  TopicHandler handler(StoreAdmission admission, Refuser refuser) {
    return new TopicHandler(
        options, environment, transport, routing, store, popular, admission, refuser);
  }

  /**
   * Has a record kept by the k nodes closest to its topic, and goes on with that as long as the
   * node runs, if any of them keeps it.
   *
   * @param timeToLive for how long it is announced each time
   * @return what became of it
   * @throws IllegalStateException if the node announces as much as it can
   */
  public Placement announce(Announcement record, Duration timeToLive, Duration timeout)
      throws InterruptedException {
    Placement placement = announcer.place(record, timeout);
    if (placement.kept() > 0) {
      announcer.keepUp(record, timeToLive);
    }
    return placement;
  }

  /**
   * Announces nothing more under a topic, and tells those who keep the record.
   *
   * @return what became of that; empty if nothing was announced
   */
  public Optional<Withdrawn> withdraw(Key topic, Duration timeout) throws InterruptedException {
    Optional<Announcement> record = announcer.drop(topic).map(announcer::withdrawal);
    return record.isPresent()
        ? Optional.of(new Withdrawn(record.get(), announcer.place(record.get(), timeout)))
        : Optional.empty();
  }

  /**
   * A record that says that its owner is there no longer.
   *
   * @param placement what became of it
   */
  public record Withdrawn(Announcement record, Placement placement) {}

  /** Under how many topics the node announces its owner. */
  public int announced() {
    return announcer.size();
  }

  /**
   * Gathers records under a topic, those that this node keeps among them.
   *
   * @return who was asked
   */
  public LookupResult.Closest find(Key topic, Gathering gathering, Duration timeout)
      throws InterruptedException {
    return search.find(topic, gathering, timeout);
  }

  /** How many records this node keeps for others, and of its own. */
  public int kept() {
    return store.size();
  }

  void awaitSome() throws InterruptedException {
    announcer.awaitSome();
  }

  void announceDue() throws InterruptedException {
    announcer.announceDue();
  }

  /** Has all that is announced be announced anew within seconds. */
  void hurry() {
    announcer.hurry();
  }

  void withdrawAll(Duration limit) throws InterruptedException {
    announcer.withdrawAll(limit);
  }

  void expire() {
    store.expire();
  }
}
