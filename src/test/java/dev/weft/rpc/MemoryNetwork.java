package dev.weft.rpc;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A network within one JVM, for tests. Shared by all threads; all that changes is guarded by its
 * lock, which nobody holds while a handler runs.
 *
 * <p>Requests and answers are passed as they are. Each request travels on a virtual thread of its
 * own, which waits for the latency there, calls the handler, and waits for the latency back; the
 * caller waits for a {@link Promise}. All waiting and all threads are the environment's, and all
 * chance is the seed's, so a simulator may run it. Nodes can be dead, silent or forgetful, and the
 * network can fall apart; what a test needs beyond that, it intercepts.
 */
public final class MemoryNetwork implements AutoCloseable {

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

  private final Environment environment;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Contact, Handler> handlers = new HashMap<>();
  private final Map<Contact, Health> health = new HashMap<>();
  private final Map<Contact, Double> losses = new HashMap<>();
  private final Set<Thread> travelling = new LinkedHashSet<>();
  private final List<Contact> asked = new ArrayList<>();
  private Set<Key> island = Set.of();
  private Supplier<Duration> latency = () -> Duration.ZERO;
  private Interceptor interceptor = (from, to, request, network) -> network.call();
  private int underWay;
  private int mostUnderWay;

  /**
   * @param random decides which messages are lost; guarded by the network's lock
   */
  public MemoryNetwork(Environment environment, RandomGenerator random) {
    this.environment = environment;
    this.random = random;
  }

  /** The transport of a node, which can be reached once it serves. */
  public Transport transport(Contact self) {
    return new Link(Caller.node(self));
  }

  /** The transport of a client, which cannot be reached. */
  public Transport transport(Key client) {
    return new Link(Caller.client(client));
  }

  /** How long messages take, one way; asked for each, with the lock held. */
  public void latency(Supplier<Duration> oneWay) {
    locked(() -> latency = oneWay);
  }

  /** From now on, a node is in this state. */
  public void health(Contact node, Health state) {
    locked(() -> health.put(node, state));
  }

  /** How likely it is that a request to a node is lost: 0 to 1. */
  public void losses(Contact node, double probability) {
    locked(() -> losses.put(node, probability));
  }

  /** Cuts some nodes off from all others: calls across fail at once. Nobody, to heal that. */
  public void partition(Collection<Key> nodes) {
    locked(() -> island = Set.copyOf(nodes));
  }

  /** From now on, all calls pass through this. */
  public void intercept(Interceptor hook) {
    locked(() -> interceptor = hook);
  }

  /** Who has been called so far, in this order. */
  public List<Contact> asked() {
    return locked(() -> List.copyOf(asked));
  }

  /** How many calls are under way: how many threads are within {@link Transport#call}. */
  public int underWay() {
    return locked(() -> underWay);
  }

  /** How many calls were under way at once, at most. */
  public int mostUnderWay() {
    return locked(() -> mostUnderWay);
  }

  /** Interrupts all requests that travel or are being handled. */
  @Override
  public void close() {
    locked(() -> List.copyOf(travelling)).forEach(Thread::interrupt);
  }

  private <T extends @Nullable Object> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private void begin(Contact to) {
    locked(
        () -> {
          asked.add(to);
          mostUnderWay = Math.max(mostUnderWay, ++underWay);
          return asked;
        });
  }

  /** Sends a request on its way, as far as it gets. */
  private void send(Caller from, Contact to, Request request, Promise<Outcome> outcome) {
    Thread traveller =
        environment
            .threads("memory-network")
            .newThread(
                () -> {
                  try {
                    travel(from, to, request, outcome);
                  } catch (InterruptedException e) {
                    // The network is closed: nobody waits for an answer.
                  } finally {
                    locked(() -> travelling.remove(Thread.currentThread()));
                  }
                });
    locked(() -> travelling.add(traveller));
    traveller.start();
  }

  private void travel(Caller from, Contact to, Request request, Promise<Outcome> outcome)
      throws InterruptedException {
    boolean apart = locked(() -> island.contains(from.key()) != island.contains(to.key()));
    Handler handler = locked(() -> handlers.get(to));
    Health state = locked(() -> health.getOrDefault(to, Health.ALIVE));
    if (apart || handler == null || state == Health.DEAD) {
      outcome.complete(new Outcome.Failure(new RpcException.Unreachable(to + " is dead")));
      return;
    }
    boolean lost = locked(() -> random.nextDouble() < losses.getOrDefault(to, 0.0));
    if (lost || state == Health.SILENT) {
      return;
    }
    environment.sleep(locked(() -> latency.get()));
    Response response = handler.handle(from, request);
    environment.sleep(locked(() -> latency.get()));
    outcome.complete(
        response instanceof Response.Refused(RefusalCode code, String reason)
            ? new Outcome.Failure(new RpcException.Refused(code, reason))
            : new Outcome.Answer(response));
  }

  /** The transport of one node; shares the network's lock. */
  private final class Link implements Transport {
    private final Caller self;
    private final Set<Promise<Outcome>> calls = new HashSet<>();
    private boolean closed;

    Link(Caller self) {
      this.self = self;
    }

    @Override
    public Response call(Contact to, Request request, Duration timeout)
        throws RpcException, InterruptedException {
      begin(to);
      try {
        Interceptor hook = locked(() -> interceptor);
        return hook.call(self, to, request, () -> pass(to, request, timeout));
      } finally {
        locked(() -> underWay--);
      }
    }

    private Response pass(Contact to, Request request, Duration timeout)
        throws RpcException, InterruptedException {
      Promise<Outcome> outcome = environment.promise();
      if (locked(() -> closed || !calls.add(outcome))) {
        throw new RpcException.Unsent("the transport is closed");
      }
      try {
        send(self, to, request, outcome);
        Outcome came =
            outcome
                .await(timeout)
                .orElseGet(() -> new Outcome.Failure(new RpcException.Timeout(to + " is silent")));
        return switch (came) {
          case Outcome.Answer(Response response) -> response;
          case Outcome.Failure(RpcException exception) -> throw exception;
        };
      } finally {
        locked(() -> calls.remove(outcome));
      }
    }

    @Override
    public Contact identify(InetSocketAddress address, Duration timeout)
        throws RpcException, InterruptedException {
      List<Contact> there =
          locked(
              () -> handlers.keySet().stream().filter(c -> c.address().equals(address)).toList());
      if (there.isEmpty()) {
        throw new RpcException.Unreachable("nobody listens at " + address);
      }
      call(there.getFirst(), new Request.Ping(), timeout);
      return there.getFirst();
    }

    @Override
    public void serve(Handler handler) {
      self.contact().ifPresent(contact -> locked(() -> handlers.put(contact, handler)));
    }

    @Override
    public Optional<Contact> self() {
      return self.contact();
    }

    @Override
    public void close() {
      List<Promise<Outcome>> ended =
          locked(
              () -> {
                closed = true;
                self.contact().ifPresent(handlers::remove);
                return List.copyOf(calls);
              });
      Outcome unsent = new Outcome.Failure(new RpcException.Unsent("the transport is closed"));
      ended.forEach(call -> call.complete(unsent));
    }
  }
}
