package dev.weft.tcp;

import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Sighting;
import dev.weft.rpc.Transport;
import dev.weft.rpc.TransportCounts;
import dev.weft.runtime.Environment;
import dev.weft.socket.Listener;
import dev.weft.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport over TCP: one connection per peer, opened when it is first needed by either side
 * and used in both directions. Safe for use by any number of threads; the package's documentation
 * says how.
 */
public final class TcpTransport implements Transport {

  /** Said of whatever fails because {@link #close} was called. */
  static final String CLOSED = "this node's transport is closed";

  private static final Logger LOG = LoggerFactory.getLogger(TcpTransport.class);

  private final Environment environment;
  private final Hub hub;
  private final ConnectionTable table;
  private final Dials dials;
  private final Introductions introductions;
  private final @Nullable Listener listener;
  private final @Nullable Contact self;
  private final boolean secure;

  private TcpTransport(
      Environment environment,
      Identity identity,
      TcpOptions options,
      @Nullable TlsIdentity tls,
      @Nullable Listener listener) {
    this.environment = environment;
    this.listener = listener;
    this.secure = options.secure();
    this.self = listener == null ? null : self(identity.key(), options, listener.address());
    this.hub = new Hub(environment, options.limits());
    this.table = new ConnectionTable(identity.key(), options.limits());
    this.introductions = new Introductions(hello(identity, options, self));
    var handshakes = new Handshakes(hub, table, introductions, tls);
    this.dials = new Dials(hub, table, handshakes);
    if (listener != null) {
      hub.crew().start("weft-accept", () -> listener.run(handshakes::accept));
    }
    Duration pause = options.limits().idle().dividedBy(2);
    hub.crew().start("weft-idle", () -> closeIdle(environment, pause, table));
  }

  private static void closeIdle(Environment environment, Duration pause, ConnectionTable table)
      throws InterruptedException {
    while (true) {
      table.awaitSome();
      environment.sleep(pause);
      table.closeIdle(environment.nanoTime());
    }
  }

  /**
   * Opens a transport. It accepts connections at once, and refuses requests until {@link #serve}.
   *
   * @param environment time and threads
   * @param identity who this node is; its key is the hash of the identity's public key
   * @param options where to listen, and limits
   * @throws IOException if it cannot listen there; the message names the port, and what to do
   */
  public static TcpTransport open(Environment environment, Identity identity, TcpOptions options)
      throws IOException {
    TlsIdentity tls = options.secure() ? TlsIdentity.of(identity) : null;
    InetSocketAddress bind = options.bind();
    Listener listener = bind == null ? null : new Listener(environment, Listener.listen(bind));
    var transport = new TcpTransport(environment, identity, options, tls, listener);
    LOG.info("Node {} is {}", identity.key().abbreviated(), transport.describe());
    if (!options.secure()) {
      LOG.warn(
          "Node {} speaks in the clear: anybody in between can read along, and pose as another",
          identity.key().abbreviated());
    }
    return transport;
  }

  private String describe() {
    return self().map(contact -> "at " + contact.address()).orElse("a client");
  }

  private static Contact self(Key key, TcpOptions options, InetSocketAddress bound) {
    InetSocketAddress advertised = options.advertised();
    InetAddress host = bound.getAddress();
    int port = bound.getPort();
    if (advertised != null) {
      host = advertised.getAddress();
      port = advertised.getPort() == 0 ? port : advertised.getPort();
    } else if (host.isAnyLocalAddress()) {
      host = InetAddress.getLoopbackAddress();
    }
    return new Contact(key, new InetSocketAddress(host, port));
  }

  private static Message.Hello hello(
      Identity identity, TcpOptions options, @Nullable Contact self) {
    InetSocketAddress advertised = options.advertised();
    return new Message.Hello(
        options.network(),
        identity.publicKey(),
        self == null ? 0 : self.address().getPort(),
        advertised == null ? null : advertised.getAddress(),
        options.agent());
  }

  /**
   * {@inheritDoc}
   *
   * <p>A call over a connection that turns out to be closed is sent once more, over a new one: a
   * peer may close an idle connection at any time, and that says nothing about it. So a request may
   * reach a peer twice, which every kind of request allows.
   *
   * <p>A connection to the peer is used only if the peer is where it is called, as far as that
   * shows: else it would answer for addresses that others have made up for it.
   */
  @Override
  public Response call(Contact to, Request request, Duration timeout)
      throws RpcException, InterruptedException {
    long deadline = deadline(timeout);
    PeerConnection open = table.find(to);
    if (open != null) {
      try {
        return open.call(request, timeout);
      } catch (RpcException.Unreachable e) {
        LOG.debug("Calling {} again: {}", to, e.getMessage());
      }
    }
    PeerConnection connection = dials.connect(to, until(deadline));
    return connection.call(request, until(deadline));
  }

  /**
   * A time-out beyond the range of nanoseconds is cut to it. The sum may wrap around, and that does
   * no harm: only its difference to a later moment is ever looked at, which wraps back.
   */
  private long deadline(Duration timeout) {
    return environment.nanoTime() + Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
  }

  private Duration until(long deadline) {
    return Duration.ofNanos(deadline - environment.nanoTime());
  }

  @Override
  public Contact identify(InetSocketAddress address, Duration timeout)
      throws RpcException, InterruptedException {
    if (!Contact.isPlausible(address)) {
      throw new RpcException.Unreachable("no node can be reached at " + address);
    }
    return new Contact(dials.connect(address, timeout).key(), address);
  }

  @Override
  public void serve(Handler handler) {
    hub.requests().serve(handler);
  }

  @Override
  public int cutOff(Set<InetAddress> here) {
    return table.cutOff(here);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Its address is the advertised one; where there is none, the one that was {@linkplain
   * #advertise found} to be its; else the one that it is bound to; and where that is all of the
   * machine's, the loopback address, which is right for nodes on this machine. Others go by the
   * address from which they see this node connect.
   */
  @Override
  public Optional<Contact> self() {
    if (self == null || introductions.mine().advertised() != null) {
      return Optional.ofNullable(self);
    }
    return introductions
        .found()
        .map(host -> new Contact(self.key(), new InetSocketAddress(host, self.address().getPort())))
        .or(() -> Optional.of(self));
  }

  @Override
  public void onSighting(Consumer<Sighting> listener) {
    introductions.onSighting(listener);
  }

  @Override
  public void advertise(List<InetAddress> addresses) {
    introductions.advertise(addresses);
  }

  @Override
  public TransportCounts counts() {
    List<PeerConnection> connections = table.all();
    return hub.traffic()
        .counts(
            connections.size(),
            connections.stream().mapToInt(PeerConnection::callsInFlight).sum(),
            hub.requests().inFlight());
  }

  @Override
  public Map<String, Long> refusals() {
    return hub.refusals().counts();
  }

  /**
   * {@inheritDoc}
   *
   * <p>So it is with TLS. In the clear, anybody can claim any key.
   */
  @Override
  public boolean provesCallers() {
    return secure;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Handlers that are at work are interrupted, and waited for. A handler may call this itself;
   * then nothing is waited for.
   */
  @Override
  public void close() {
    if (listener != null) {
      listener.close();
    }
    var reason = new RpcException.Unsent(CLOSED);
    dials.close(reason);
    table.close(reason);
    hub.crew().close();
  }
}
