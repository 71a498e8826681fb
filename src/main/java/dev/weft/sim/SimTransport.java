package dev.weft.sim;

import dev.weft.kademlia.Contact;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Sighting;
import dev.weft.rpc.TransportCounts;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The transport of one simulated node or client. Confined to the scheduler's thread.
 *
 * <p>Each request that comes is answered on a thread of its own; of as many as a real transport
 * takes at once, and more are refused. But most are questions, which an honest node answers without
 * a wait, so that nothing else can happen meanwhile on whatever thread it does so; these are
 * answered on the spot, which saves the thread.
 */
final class SimTransport implements Port {

  private static final int MOST_REQUESTS = 1_000;
  private static final int MOST_CALLS = 10_000;

  private final HostEnvironment environment;
  private final Fabric fabric;
  private final Endpoint endpoint;
  private final Caller self; // where it was at first
  private final Crew requests;
  private final Set<Promise<Outcome>> calls = new LinkedHashSet<>();
  private final UnaryOperator<Handler> disguise;
  private @Nullable Handler handler;
  private final Set<Contact> connected = new LinkedHashSet<>();
  private boolean roaming;
  private InetSocketAddress connectedFrom;
  private Consumer<Sighting> sightings = _ -> {};
  private boolean closed;
  private long received;
  private int answering;

  /**
   * @param disguise makes of the node's handler the one that others meet
   */
  SimTransport(
      HostEnvironment environment,
      Fabric fabric,
      Endpoint endpoint,
      Caller self,
      UnaryOperator<Handler> disguise) {
    this.environment = environment;
    this.fabric = fabric;
    this.endpoint = endpoint;
    this.connectedFrom = endpoint.address;
    this.self = self;
    this.disguise = disguise;
    this.requests = new Crew(environment, MOST_REQUESTS);
  }

  /** From now on this node and others tell each other where they see them. */
  void roam() {
    roaming = true;
  }

  boolean is(Contact contact) {
    return self.key().equals(contact.key());
  }

  Contact contact() {
    return new Contact(self.key(), endpoint.address);
  }

  private boolean isClient() {
    return self.contact().isEmpty();
  }

  private Caller caller() {
    return isClient() ? self : Caller.node(contact());
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public int calls() {
    return calls.size();
  }

  @Override
  public int requests() {
    return answering;
  }

  @Override
  public Response call(Contact to, Request request, Duration timeout)
      throws RpcException, InterruptedException {
    Outcome outcome =
        await(to, timeout, reply -> fabric.ask(endpoint, caller(), to, request, reply));
    if (outcome instanceof Outcome.Answer(Response response)) {
      connected(to);
      return response;
    }
    throw failure(outcome);
  }

  @Override
  public Contact identify(InetSocketAddress address, Duration timeout)
      throws RpcException, InterruptedException {
    Outcome outcome = await(address, timeout, reply -> fabric.meet(endpoint, address, reply));
    if (outcome instanceof Outcome.Met(Contact contact)) {
      connected(contact);
      return contact;
    }
    throw failure(outcome);
  }

  /**
   * Each sees the other, when there was no connection before; of those there are no more than
   * nodes.
   */
  private void connected(Contact to) {
    if (roaming && connected.add(to)) {
      InetAddress here = endpoint.address.getAddress();
      InetAddress far = to.address().getAddress();
      Optional.ofNullable(fabric.at(to.address()).listener())
          .ifPresent(there -> there.sightings.accept(new Sighting(self.key(), here, far, true)));
      sightings.accept(new Sighting(to.key(), far, here, false));
    }
  }

  private static RpcException failure(Outcome outcome) {
    return ((Outcome.Failure) outcome).exception();
  }

  private Outcome await(Object whom, Duration timeout, Consumer<Consumer<Outcome>> question)
      throws RpcException, InterruptedException {
    if (closed || calls.size() >= MOST_CALLS) {
      throw new RpcException.Unsent(closed ? "the transport is closed" : "too many calls at once");
    }
    Promise<Outcome> reply = environment.promise();
    calls.add(reply);
    try {
      question.accept(reply::complete);
      return reply
          .await(timeout)
          .orElseThrow(() -> new RpcException.Timeout(whom + " does not answer in time"));
    } finally {
      calls.remove(reply);
    }
  }

  @Override
  public void serve(Handler honest) {
    if (!isClient() && !closed) {
      handler = honest;
      endpoint.listener(this);
    }
  }

  /**
   * A request has come.
   *
   * @param answer is given the answer
   * @param broken is run if there will be none, because this transport is closed meanwhile
   */
  @SuppressWarnings("ReferenceEquality") // the very handler, undisguised
  void receive(Caller caller, Request request, Consumer<Response> answer, Runnable broken) {
    received++;
    Handler face = disguise.apply(Objects.requireNonNull(handler));
    Runnable task = () -> respond(face, caller, request, answer, broken);
    if (face == handler && isQuestion(request, face) && !environment.host().isFrozen()) {
      task.run();
    } else if (!requests.start("request", task::run)) {
      answer.accept(new Response.Refused(RefusalCode.BUSY, "too many requests at once"));
    }
  }

  private static void respond(
      Handler handler, Caller caller, Request request, Consumer<Response> answer, Runnable broken) {
    try {
      answer.accept(handler.handle(caller, request));
    } catch (InterruptedException e) {
      broken.run();
    }
  }

  /** Whether a handler answers at once, and changes nothing. */
  private static boolean isQuestion(Request request, Handler handler) {
    return switch (request) {
      case Request.Ping _ -> true;
      case Request.FindNode _ -> true;
      case Request.FindValue _ -> !handler.mayWait(request);
      case Request.FindProviders _ -> true;
      case Request.Leave _ -> false;
      case Request.Store _ -> false;
      case Request.Announce _ -> false;
      case Request.Watch _ -> false;
    };
  }

  @Override
  public Optional<Contact> self() {
    return caller().contact();
  }

  /** {@inheritDoc} Told only in a network that is {@linkplain SimOptions#roaming made so}. */
  @Override
  public void onSighting(Consumer<Sighting> listener) {
    sightings = listener;
  }

  /** {@inheritDoc} Here, calls that are under way end. */
  @Override
  public int cutOff(Set<InetAddress> here) {
    if (here.contains(connectedFrom.getAddress())) {
      return 0;
    }
    connectedFrom = endpoint.address;
    connected.clear();
    return endCalls(new RpcException.Unreachable("the address that it was called from is gone"));
  }

  private int endCalls(RpcException why) {
    List<Promise<Outcome>> ended = List.copyOf(calls);
    ended.forEach(call -> call.complete(new Outcome.Failure(why)));
    return ended.size();
  }

  @Override
  public boolean provesCallers() {
    return true;
  }

  /** {@inheritDoc} Of calls and requests only: there is nothing else. */
  @Override
  public TransportCounts counts() {
    return new TransportCounts(0, calls(), requests(), 0, 0, 0, 0, 0, 0);
  }

  @Override
  public void close() {
    closed = true;
    if (endpoint.listener() == this) {
      endpoint.listener(null);
    }
    endCalls(new RpcException.Unsent("the transport is closed"));
    requests.close();
  }
}
