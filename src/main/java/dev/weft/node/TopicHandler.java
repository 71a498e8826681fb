package dev.weft.node;

import dev.weft.admission.Buckets;
import dev.weft.admission.Rate;
import dev.weft.admission.Refusal;
import dev.weft.admission.TokenBucket;
import dev.weft.item.Announcement;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ProviderSample;
import dev.weft.store.ProviderStore;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Answers what other nodes ask about topics. Called by many threads at once; stateless beside its
 * parts.
 *
 * <p>An address counts as checked where its host is that of the node that announces it, and this
 * node has that one in its routing table, in which are only those that were met there; or calls it
 * there and finds it. It does so for one peer twice at once and once more in each minute, and ten
 * times a second in all: whoever claims the address of another can do them no more harm than that.
 */
final class TopicHandler {

  private static final Rate CHECKS_OF_PEER = new Rate(2, Duration.ofMinutes(1));
  private static final Rate CHECKS = Rate.perSecond(10, 50);

  private final Environment environment;
  private final Transport transport;
  private final RoutingActor routing;
  private final ProviderStore store;
  private final PopularTopics popular;
  private final StoreAdmission admission;
  private final Refuser refuser;
  private final PrefixLimits prefixes;
  private final Duration callTimeout;
  private final Buckets<Key> checksOfPeers = new Buckets<>(CHECKS_OF_PEER);
  private final TokenBucket checks;

  TopicHandler(
      NodeOptions options,
      Environment environment,
      Transport transport,
      RoutingActor routing,
      ProviderStore store,
      PopularTopics popular,
      StoreAdmission admission,
      Refuser refuser) {
    this.environment = environment;
    this.transport = transport;
    this.routing = routing;
    this.store = store;
    this.popular = popular;
    this.admission = admission;
    this.refuser = refuser;
    this.prefixes = options.prefixes();
    this.callTimeout = options.lookup().callTimeout();
    this.checks = new TokenBucket(CHECKS, environment.nanoTime());
  }

  /** What is kept under a topic; with no records where nothing is. Never waits. */
  ProviderSample find(Request.FindProviders question) {
    Key topic = question.topic();
    if (question.after().isPresent()) {
      return store.page(topic, question.after().get(), question.most());
    }
    ProviderSample kept = store.sample(topic, question.most());
    return kept.total() == 0 && question.copies() ? popular.asked(topic, question.most()) : kept;
  }

  /** Keeps a record, or says why not. */
  Response keep(Caller from, Announcement record) throws InterruptedException {
    Optional<Announcement> held = store.find(record.topic(), record.owner());
    Optional<Response> no = admission.refusal(from, record, held);
    if (no.isPresent()) {
      return no.get();
    }
    boolean checked = isTheirs(from, record);
    return switch (store.put(record, checked, from.contact().flatMap(prefixes::prefix))) {
      case KEPT -> new Response.Stored();
      case STALE -> refuser.refuse(Refusal.STALE, from, "a newer version is kept here");
      case FULL -> refuser.refuse(Refusal.FULL, from, "there is no room for the record");
    };
  }

  /** Whether the address that is announced is that of the node which announces it. */
  private boolean isTheirs(Caller from, Announcement record) throws InterruptedException {
    Optional<InetAddress> host = record.terms().address().map(address -> address.getAddress());
    Optional<Contact> node =
        from.contact()
            .filter(contact -> contact.key().equals(record.owner()))
            .filter(contact -> host.filter(contact.address().getAddress()::equals).isPresent());
    return node.isPresent() && (isKnown(node.get()) || isFound(node.get()));
  }

  private boolean isKnown(Contact node) {
    return routing.snapshot().closest(node.key(), 1).contains(node);
  }

  private boolean isFound(Contact node) throws InterruptedException {
    long now = environment.nanoTime();
    if (!checksOfPeers.of(node.key(), now).take(now) || !checks.take(now)) {
      return false;
    }
    try {
      return transport.identify(node.address(), callTimeout).equals(node);
    } catch (RpcException e) {
      return false;
    }
  }
}
