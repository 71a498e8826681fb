package dev.weft.node;

import dev.weft.admission.Refusals;
import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Lookups;
import dev.weft.routing.Notes;
import dev.weft.routing.RoutingActor;
import dev.weft.routing.RoutingOptions;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import java.time.Duration;

/** The parts of a node, wired and started; the node stops them. Immutable beside them. */
final class Parts {

  private static final int MOST_ERRANDS = 64;
  private static final Duration REJOIN = Duration.ofSeconds(30);
  private static final Duration SAVE = Duration.ofMinutes(10);
  private static final Duration NOTE = Duration.ofMinutes(1);

  final Environment environment;
  final Transport transport;
  final ItemStore store;
  final Insight insight;
  final RoutingActor routing;
  final Notebook notebook;
  final Crew errands;
  final RequestHandler handler;
  final Lookups lookups;
  final Placer placer;
  final Placements placements;
  final Rereading rereading;
  final Surveyor surveyor;
  final PathCache pathCache;
  final Joining joining;
  final Meetings meetings;
  final Topics topics;
  final Relocation relocation;
  final Whereabouts whereabouts;
  final Watches watches;
  final Renewals renewals;
  final Renewer renewer;
  final Farewell farewell;
  final Housekeeper housekeeper;
  final Metering metering;

  /** Makes and starts them, as {@link Node} says. */
  Parts(
      Key self,
      Owner owner,
      NodeOptions options,
      Environment environment,
      Transport unmetered,
      ItemStore unwatched,
      Notes notes) {
    Duration callTimeout = options.lookup().callTimeout();
    Watchers watchers = new Watchers(environment, self);
    ItemStore store = new WatchedStore(unwatched, watchers::changed);
    MeteredTransport transport = new MeteredTransport(unmetered, environment);
    Newcomers newcomers = new Newcomers(Newcomers.MOST);
    boolean client = transport.self().isEmpty();
    this.environment = environment;
    this.store = store;
    this.routing =
        RoutingActor.start(
            environment,
            self,
            RoutingOptions.defaults().withK(options.k()).withPrefixes(options.prefixes()),
            new Probe(transport, callTimeout),
            contact -> {
              if (!client && store.size() > 0) {
                newcomers.add(contact);
              }
            });
    this.notebook = new Notebook(notes, routing);
    this.insight = new Insight(store, transport.times());
    this.transport = new ObservedTransport(transport, routing, callTimeout);
    this.errands = new Crew(environment, MOST_ERRANDS);
    Checkups checkups = new Checkups(environment, errands, this.transport, routing, callTimeout);
    this.lookups =
        new Lookups(
            self, options.lookup(), environment, this.transport, checkups, options.prefixes());
    this.placer = new Placer(options, self, environment, this.transport, routing, lookups, store);
    this.placements = new Placements(environment);
    this.rereading = new Rereading(options, self, environment, routing, notebook, placer, store);
    Refusals refusals = new Refusals(environment);
    Refuser refuser = new Refuser(refusals);
    StoreAdmission admission =
        new StoreAdmission(environment, routing, store, refuser, transport.provesCallers());
    this.topics =
        new Topics(
            self,
            owner,
            options,
            environment,
            this.transport,
            routing,
            lookups,
            placer,
            errands,
            watchers::changed);
    WatchHandler watchHandler =
        new WatchHandler(environment, watchers, store, topics.store(), refuser);
    this.watches =
        new Watches(
            self,
            callTimeout,
            environment,
            this.transport,
            routing,
            lookups,
            placer,
            store,
            watchHandler);
    this.handler =
        new RequestHandler(
            options.k(),
            routing,
            store,
            rereading,
            admission,
            topics.handler(admission, refuser),
            watchHandler,
            refuser);
    this.surveyor =
        new Surveyor(options.k(), self, environment, this.transport, lookups, placer, store);
    this.pathCache = new PathCache(options, this.transport, errands);
    this.joining = new Joining(options, self, environment, this.transport, routing, lookups);
    this.meetings = new Meetings(routing, joining, rereading, notebook, callTimeout);
    this.whereabouts = new Whereabouts(environment, errands, this.transport);
    this.relocation =
        new Relocation(
            self,
            callTimeout,
            environment,
            this.transport,
            routing,
            joining,
            meetings,
            topics,
            whereabouts);
    this.renewals = new Renewals(owner, environment, options.timeToLive(), store.renewals());
    this.renewer = new Renewer(options.k(), callTimeout.multipliedBy(2), renewals, placer);
    HandOver handOver =
        new HandOver(
            options, self, environment, this.transport, routing, lookups, rereading, store);
    this.farewell = new Farewell(environment, placements, topics, handOver);
    this.metering =
        new Metering(
            transport, lookups, routing, store, refusals, checkups, placer, handOver, renewals,
            renewer, topics);
    this.housekeeper = new Housekeeper(environment);
    Duration interval = options.maintenanceInterval();
    Reunion reunion = new Reunion(environment, routing, joining, interval);
    housekeeper.refreshBuckets(interval, callTimeout, self, routing, lookups);
    housekeeper.renew(renewals, renewer);
    housekeeper.announce(topics);
    housekeeper.every(SAVE, notebook::saveContacts);
    housekeeper.noteLies(NOTE, notebook);
    housekeeper.rejoin(REJOIN, routing, meetings::rejoin);
    housekeeper.every(interval.dividedBy(8), reunion::seek);
    if (!client) {
      RegionSearch regions =
          new RegionSearch(options.k(), callTimeout.multipliedBy(2), environment, routing, lookups);
      Sweep sweep = new Sweep(options, environment, routing, regions, placer, store);
      housekeeper.replicate(interval, reunion::age, sweep);
      housekeeper.every(interval, joining::lookAround);
      housekeeper.expire(store, topics);
      housekeeper.welcome(newcomers, handOver);
      transport.serve(
          new Movers(handler, environment, this.transport, routing, errands, callTimeout));
    }
  }
}
