package dev.weft.rpc;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Promise;
import dev.weft.sim.SimEnvironment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network within one simulated world, for the tests of parts. Confined to that world's threads,
 * of which one runs at a time.
 *
 * <p>Requests and answers are passed as they are. Each request travels on a virtual thread of its
 * own, which waits for the latency there, calls the handler, and waits for the latency back; the
 * caller waits for a {@link Promise}. Nodes can be dead, silent or forgetful, and the network can
 * fall apart; what a test needs beyond that, it intercepts.
 */
public final class MemoryNetwork {

  /** What becomes of a call to a node. */
  public enum Health {
    /** It is answered. */
    ALIVE,
    /** It fails at once, as where nobody listens at an address. */
    DEAD,
    /** It is never answered, as where packets are dropped. */
    SILENT
  }

  /** Stands between callers and the network; called on the caller's thread. */
  @FunctionalInterface
  public interface Interceptor {
    /** Answers in place of the network, or lets {@code network} answer. */
    Response call(Caller from, Contact to, Request request, Passage network)
        throws RpcException, InterruptedException;
  }

  /** A call that goes on its way. */
  @FunctionalInterface
  public interface Passage {
    /** Makes the call. */
    Response call() throws RpcException, InterruptedException;
  }

  /** What a call came to. */
  private sealed interface Outcome {
    record Answer(Response response) implements Outcome {}

    record Failure(RpcException exception) implements Outcome {}
  }

  private final SimEnvironment environment;
  private final Map<Contact, Handler> handlers = new HashMap<>();
  private final Map<Contact, Health> health = new HashMap<>();
  private final Map<Contact, Double> losses = new HashMap<>();
  private final List<Contact> asked = new ArrayList<>();
  private Set<Key> island = Set.of();
  private Duration latency = Duration.ZERO;
  private Interceptor interceptor = (from, to, request, network) -> network.call();
  private int underWay;
  private int mostUnderWay;

  /** A network in this world, of which nobody is a part yet. */
  public MemoryNetwork(SimEnvironment environment) {
    this.environment = environment;
  }

  /** The transport of a node, which can be reached once it serves. */
  public Transport transport(Contact self) {
    return new Link(Caller.node(self));
  }

  /** The transport of a client, which cannot be reached. */
  public Transport transport(Key client) {
    return new Link(Caller.client(client));
  }

  /** How long messages take, one way. */
  public void latency(Duration oneWay) {
    latency = oneWay;
  }

  /** From now on, a node is in this state. */
  public void health(Contact node, Health state) {
    health.put(node, state);
  }

  /** How likely it is that a request to a node is lost: 0 to 1. */
  public void losses(Contact node, double probability) {
    losses.put(node, probability);
  }

  /** Cuts some nodes off from all others: calls across fail at once. Nobody, to heal that. */
  public void partition(Collection<Key> nodes) {
    island = Set.copyOf(nodes);
  }

  /** From now on, all calls pass through this. */
  public void intercept(Interceptor hook) {
    interceptor = hook;
  }

  /** Who has been called so far, in this order. */
  public List<Contact> asked() {
    return List.copyOf(asked);
  }

  /** How many calls are under way: how many threads are within {@link Transport#call}. */
  public int underWay() {
    return underWay;
  }

  /** How many calls were under way at once, at most. */
  public int mostUnderWay() {
    return mostUnderWay;
  }

  /** Sends a request as far as it gets. */
  private void travel(Caller from, Contact to, Request request, Promise<Outcome> outcome) {
    boolean apart = island.contains(from.key()) != island.contains(to.key());
    Handler handler = handlers.get(to);
    Health state = health.getOrDefault(to, Health.ALIVE);
    if (apart || handler == null || state == Health.DEAD) {
      outcome.complete(new Outcome.Failure(new RpcException.Unreachable(to + " is dead")));
      return;
    }
    boolean lost = environment.random().nextDouble() < losses.getOrDefault(to, 0.0);
    if (lost || state == Health.SILENT) {
      return;
    }
    try {
      environment.sleep(latency);
      Response response = handler.handle(from, request);
      environment.sleep(latency);
      outcome.complete(
          response instanceof Response.Refused(RefusalCode code, String reason)
              ? new Outcome.Failure(new RpcException.Refused(code, reason))
              : new Outcome.Answer(response));
    } catch (InterruptedException e) {
      // The world ends.
    }
  }

  /** The transport of one node. */
  private final class Link implements Transport {
    private final Caller self;
    private final Set<Promise<Outcome>> calls = new LinkedHashSet<>();
    private boolean closed;

    Link(Caller self) {
      this.self = self;
    }

    @Override
    public Response call(Contact to, Request request, Duration timeout)
        throws RpcException, InterruptedException {
      asked.add(to);
      mostUnderWay = Math.max(mostUnderWay, ++underWay);
      try {
        return interceptor.call(self, to, request, () -> pass(to, request, timeout));
      } finally {
        underWay--;
      }
    }

    private Response pass(Contact to, Request request, Duration timeout)
        throws RpcException, InterruptedException {
      if (closed) {
        throw new RpcException.Unsent("the transport is closed");
      }
      Promise<Outcome> outcome = environment.promise();
      calls.add(outcome);
      try {
        environment.start("memory-network", () -> travel(self, to, request, outcome));
        Outcome came =
            outcome
                .await(timeout)
                .orElseGet(() -> new Outcome.Failure(new RpcException.Timeout(to + " is silent")));
        return switch (came) {
          case Outcome.Answer(Response response) -> response;
          case Outcome.Failure(RpcException exception) -> throw exception;
        };
      } finally {
        calls.remove(outcome);
      }
    }

    @Override
    public Contact identify(InetSocketAddress address, Duration timeout)
        throws RpcException, InterruptedException {
      List<Contact> there =
          handlers.keySet().stream().filter(c -> c.address().equals(address)).toList();
      if (there.isEmpty()) {
        throw new RpcException.Unreachable("nobody listens at " + address);
      }
      // Nobody learns from it where this node listens, as from a HELLO without a call.
      transport(self.key()).call(there.getFirst(), new Request.Ping(), timeout);
      return there.getFirst();
    }

    @Override
    public void serve(Handler handler) {
      self.contact().ifPresent(contact -> handlers.put(contact, handler));
    }

    @Override
    public Optional<Contact> self() {
      return self.contact();
    }

    @Override
    public void close() {
      closed = true;
      self.contact().ifPresent(handlers::remove);
      Outcome unsent = new Outcome.Failure(new RpcException.Unsent("the transport is closed"));
      List.copyOf(calls).forEach(call -> call.complete(unsent));
    }
  }
}
