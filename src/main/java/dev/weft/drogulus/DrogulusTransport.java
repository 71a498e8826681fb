package dev.weft.drogulus;

import dev.weft.drogulus.Questions.Outcome;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.rpc.TransportCounts;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import dev.weft.socket.Line;
import dev.weft.socket.Listener;
import dev.weft.socket.Outbox;
import dev.weft.socket.SocketLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drogulus's wire over TCP: lets a node take part in a network of drogulus nodes. Safe for use
 * by any number of threads; the package's documentation says how.
 */
public final class DrogulusTransport implements Transport {

  /** Said of whatever fails because {@link #close} was called. */
  static final String CLOSED = "this node's transport is closed";

  private static final Logger LOG = LoggerFactory.getLogger(DrogulusTransport.class);
  private static final int MOST_CALLS = 10_000;
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final Environment environment;
  private final Crew crew;
  private final Speaker speaker;
  private final Questions questions;
  private final Links links;
  private final Reception reception;
  private final LongAdder sent = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final @Nullable Listener listener;
  private final @Nullable Contact self;

  /**
   * @param self how others reach this node; null for a client
   * @param listener where they connect; null for a client
   * @param dialler makes a line to an address, and does not open it
   */
  DrogulusTransport(
      Environment environment,
      RsaIdentity identity,
      int connections,
      @Nullable Contact self,
      @Nullable Listener listener,
      Function<InetSocketAddress, Line> dialler) {
    this.environment = environment;
    this.listener = listener;
    this.self = self;
    this.crew = new Crew(environment);
    var keys = new PublicKeys();
    int port = self == null ? 0 : self.address().getPort();
    this.speaker = new Speaker(identity, port, keys);
    this.questions = new Questions(environment, MOST_CALLS);
    this.reception = new Reception(speaker, questions);
    var codec = new DrogulusCodec(keys);
    Outbox.Meter meter = this::count;
    this.links =
        new Links(environment, crew, connections, dialler, codec, meter, reception, questions);
    if (listener != null) {
      crew.start("weft-accept", () -> listener.run(links::accept));
    }
    crew.start("weft-idle", this::sweep);
  }

  /**
   * Opens a transport. It accepts connections at once, and names nobody until {@link #serve}.
   *
   * @param environment brings time and threads
   * @param identity who this node is
   * @param options where it listens, and how many connections there may be
   * @return the transport
   * @throws IOException if it cannot listen there; the message names the port, and what to do
   */
  public static DrogulusTransport open(
      Environment environment, RsaIdentity identity, DrogulusOptions options) throws IOException {
    if (options.bind().isEmpty()) {
      return new DrogulusTransport(
          environment, identity, options.connections(), null, null, SocketLine::to);
    }
    InetSocketAddress bind = options.bind().get();
    var listener = new Listener(environment, Ports.listen(environment, bind));
    var self = new Contact(identity.key(), reachable(listener.address(), options.advertised()));
    LOG.info("Node {} is at {}", identity.key().abbreviated(), self.address());
    return new DrogulusTransport(
        environment,
        identity,
        options.connections(),
        self,
        listener,
        bind.getAddress().isAnyLocalAddress()
            ? SocketLine::to
            // The drogulus dials the address that it has seen.
            : address -> SocketLine.to(address, bind.getAddress()));
  }

  /**
   * {@return a transport over connections of another kind than TCP's, which {@link #accept} takes}
   *
   * @param environment brings time and threads
   * @param identity who this node is
   * @param connections how many there may be
   * @param self how others reach this node; empty for a client
   * @param dialler makes a connection to an address, and does not open it
   */
  @SuppressWarnings("exports") // for the simulator
  public static DrogulusTransport over(
      Environment environment,
      RsaIdentity identity,
      int connections,
      Optional<Contact> self,
      Function<InetSocketAddress, Line> dialler) {
    return new DrogulusTransport(
        environment, identity, connections, self.orElse(null), null, dialler);
  }

  /**
   * Takes a connection that another node has made, or turns it away; does not wait.
   *
   * @param line the connection, which is closed where it is turned away
   */
  @SuppressWarnings("exports") // for the simulator
  public void accept(Line line) {
    links.accept(line);
  }

  private static InetSocketAddress reachable(
      InetSocketAddress bound, Optional<InetAddress> advertised) {
    InetAddress host = advertised.orElse(bound.getAddress());
    return new InetSocketAddress(
        host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host, bound.getPort());
  }

  private void sweep() throws InterruptedException {
    while (true) {
      links.awaitSome();
      environment.sleep(SWEEP);
      links.sweep();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of more than {@value #MOST_CALLS} calls at once, those beyond are not sent. A call over a
   * connection that turns out to be closed is sent once more, over a new one. A good-bye is not
   * sent: the wire has none. Where the text of the peer's key is not known any more, the peer is
   * asked for it first.
   */
  @Override
  public Response call(Contact to, Request request, Duration timeout)
      throws RpcException, InterruptedException {
    if (request instanceof Request.Leave) {
      return new Response.Pong();
    }
    long deadline = deadline(timeout);
    RsaPublicKey key = keyOf(to, timeout);
    Link open = links.current(to.key());
    if (open != null) {
      try {
        return ask(open, key, request, until(deadline));
      } catch (RpcException.Unreachable e) {
        LOG.debug("Calling {} again: {}", to, e.getMessage());
      }
    }
    return ask(dial(to.address(), until(deadline)), key, request, until(deadline));
  }

  private Link dial(InetSocketAddress address, Duration timeout)
      throws RpcException, InterruptedException {
    if (self != null && address.equals(self.address())) {
      throw new RpcException.Unreachable(address + " is this node itself");
    }
    return links.dial(address, timeout);
  }

  private RsaPublicKey keyOf(Contact to, Duration timeout)
      throws RpcException, InterruptedException {
    Optional<RsaPublicKey> known = speaker.keys().find(to.key());
    if (known.isPresent()) {
      return known.get();
    }
    RsaPublicKey there = whoIsAt(to.address(), timeout);
    if (!there.id().equals(to.key())) {
      throw new RpcException.Unreachable("the node at " + to.address() + " is not " + to);
    }
    return there;
  }

  private long deadline(Duration timeout) {
    return environment.nanoTime() + Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
  }

  private Duration until(long deadline) {
    return Duration.ofNanos(deadline - environment.nanoTime());
  }

  private Response ask(Link link, RsaPublicKey to, Request request, Duration timeout)
      throws RpcException, InterruptedException {
    SealedMessage answer = converse(link, to, request, timeout);
    return speaker
        .response(request, answer.message())
        .orElseThrow(() -> new RpcException.Misbehaved(link + " gave an answer of the wrong kind"));
  }

  private SealedMessage converse(
      Link link, @Nullable RsaPublicKey to, Request request, Duration timeout)
      throws RpcException, InterruptedException {
    String uuid = Envelope.newUuid(environment.random());
    SealedMessage question = speaker.ask(uuid, to, request);
    Promise<Outcome> promise = questions.add(uuid, link, to == null ? null : to.id());
    long asked = environment.nanoTime();
    try {
      link.send(question);
      Outcome outcome =
          promise
              .await(timeout)
              .orElseThrow(() -> new RpcException.Timeout(link + " did not answer in time"));
      return switch (outcome) {
        case Outcome.Answered(SealedMessage message) -> message;
        case Outcome.Failed(RpcException reason) -> throw reason;
      };
    } catch (RpcException.Timeout | RpcException.Unreachable e) {
      links.doubt(link, asked);
      throw e;
    } finally {
      questions.forget(uuid);
    }
  }

  @Override
  public Contact identify(InetSocketAddress address, Duration timeout)
      throws RpcException, InterruptedException {
    if (!Contact.isPlausible(address)) {
      throw new RpcException.Unreachable("no node can be reached at " + address);
    }
    return new Contact(whoIsAt(address, timeout).id(), address);
  }

  /** Asks whoever is at an address for nodes: who answers has sealed that. */
  private RsaPublicKey whoIsAt(InetSocketAddress address, Duration timeout)
      throws RpcException, InterruptedException {
    long deadline = deadline(timeout);
    Link link = dial(address, timeout);
    return converse(link, null, new Request.Ping(), until(deadline)).envelope().sender();
  }

  @Override
  public void serve(Handler handler) {
    reception.serve(handler);
  }

  @Override
  public int cutOff(Set<InetAddress> here) {
    return links.cutOff(here);
  }

  @Override
  public Optional<Contact> self() {
    return Optional.ofNullable(self);
  }

  private void count(int frames, int bytes) {
    sent.add(frames);
    writes.increment();
    bytesOut.add(bytes);
  }

  /** {@inheritDoc} What comes in is not counted. */
  @Override
  public TransportCounts counts() {
    return new TransportCounts(
        connections(), calls(), 0, 0, 0, messages(), writes.sum(), 0, bytesOut.sum());
  }

  /** {@return how many calls wait for their answers} */
  public int calls() {
    return questions.count();
  }

  /** {@return how many messages it has sent, answers included} */
  public long messages() {
    return sent.sum();
  }

  /** {@return how many connections are open} */
  public int connections() {
    return links.count();
  }

  @Override
  public void close() {
    if (listener != null) {
      listener.close();
    }
    var reason = new RpcException.Unsent(CLOSED);
    questions.close(reason);
    links.close(reason);
    crew.close();
  }
}
