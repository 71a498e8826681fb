package dev.weft.bench.callback;

import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.tcp.TcpOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's transport over TCP, on the wire of {@link dev.weft.tcp.TcpTransport}: one connection
 * per peer, opened when it is first needed. Confined to its event loop.
 */
public final class TcpClient implements CallbackTransport {

  private final NettyLoop loop;
  private final Party self;
  private final Bootstrap bootstrap;
  private final Map<Key, Connection> open = new HashMap<>();
  private final Map<Key, Connection> dialling = new HashMap<>();
  private boolean closed;

  /** A client that has not connected to anybody. */
  public TcpClient(NettyLoop loop, Identity identity, TcpOptions options) {
    this.loop = loop;
    this.self = Party.client(identity, options);
    int most = self.limits().queuedBytes();
    this.bootstrap =
        new Bootstrap()
            .group(loop.netty())
            .channel(NettyLoop.channel())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(most / 2, most));
  }

  /** This client's key. */
  public Key key() {
    return self.key();
  }

  /**
   * {@inheritDoc}
   *
   * <p>As with Weft's own transport, a call over a connection that turns out to be closed is sent
   * once more, over a new one.
   */
  @Override
  public Future<Response> call(Contact to, Request request, Duration timeout) {
    Future<Response> answer = new Future<>();
    Connection connection = open.get(to.key());
    if (connection == null) {
      dialAndAsk(to, request, timeout, answer);
    } else {
      long began = loop.nanoTime();
      connection.ask(
          request,
          timeout,
          answer,
          reason -> {
            if (reason instanceof RpcException.Unreachable) {
              dialAndAsk(to, request, left(timeout, began), answer);
            } else {
              answer.setException(reason);
            }
          });
    }
    return answer;
  }

  private Duration left(Duration timeout, long began) {
    return Duration.ofNanos(TimeUnit.NANOSECONDS.convert(timeout) - (loop.nanoTime() - began));
  }

  /** Waits for a connection, for the answer, and for neither longer than the time-out. */
  private void dialAndAsk(Contact to, Request request, Duration timeout, Future<Response> answer) {
    if (closed) {
      answer.setException(new RpcException.Unsent("this client is closed"));
      return;
    }
    long began = loop.nanoTime();
    Loop.Timer timer =
        loop.callLater(
            TimeUnit.NANOSECONDS.convert(timeout),
            () -> answer.setException(new RpcException.Timeout("no connection to " + to)));
    answer.addDoneCallback(_ -> timer.cancel());
    dial(to.address(), to.key())
        .addDoneCallback(
            dialled -> {
              timer.cancel();
              Throwable failure = dialled.exception();
              if (failure != null) {
                answer.setException(failure);
              } else if (!answer.isDone()) { // if it is, the connection will be wanted again
                dialled.result().ask(request, left(timeout, began), answer, answer::setException);
              }
            });
  }

  private Future<Connection> dial(InetSocketAddress address, Key key) {
    Connection before = open.getOrDefault(key, dialling.get(key));
    if (before != null) {
      return before.ready();
    }
    if (dialling.size() >= self.limits().dials()) {
      return Future.failed(new RpcException.Unsent("this client dials too many already"));
    }
    Connection connection = connect(address, key);
    dialling.put(key, connection);
    connection
        .ready()
        .addDoneCallback(
            done -> {
              dialling.remove(key);
              if (done.exception() == null) {
                open.put(key, connection);
              }
            });
    connection.closed().addDoneCallback(_ -> open.remove(key, connection));
    return connection.ready();
  }

  private Connection connect(InetSocketAddress address, @Nullable Key key) {
    Connection connection = new Connection(loop, self, key);
    bootstrap
        .clone()
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new FrameDecoder(), connection);
              }
            })
        .connect(address)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                connection.close(
                    new RpcException.Unreachable(
                        "cannot connect to " + address, connected.cause()));
              }
            });
    return connection;
  }

  /** Who is at an address. */
  public Future<Contact> identify(InetSocketAddress address) {
    Connection connection = connect(address, null);
    return connection
        .ready()
        .map(
            there -> {
              Contact contact = new Contact(there.peer().key(), address);
              if (open.putIfAbsent(contact.key(), there) == null) {
                there.closed().addDoneCallback(_ -> open.remove(contact.key(), there));
              }
              return contact;
            });
  }

  /** How many connections are open. */
  public int connections() {
    return open.size();
  }

  /** Closes all connections, and ends every call. */
  public void close() {
    closed = true;
    var reason = new RpcException.Unsent("this client is closed");
    List.copyOf(open.values()).forEach(connection -> connection.close(reason));
    List.copyOf(dialling.values()).forEach(connection -> connection.close(reason));
  }
}
