package dev.weft.bench.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.Samples;
import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.RealEnvironment;
import dev.weft.tcp.TcpOptions;
import dev.weft.tcp.TcpTransport;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The callbacks' transport against Weft's own, on the loopback address. */
@Timeout(60)
class TcpClientTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Request PING = new Request.Ping();
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final EventLoopGroup group = NettyLoop.group(1);
  private final NettyLoop loop = new NettyLoop(group.next());
  private final List<Transport> servers = new ArrayList<>();
  private TcpClient client = new TcpClient(loop, Identity.generate(), TcpOptions.client());

  @AfterEach
  void close() throws Exception {
    onLoop(
        () -> {
          client.close();
          return Future.of(true);
        });
    group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    servers.forEach(Transport::close);
  }

  private TcpTransport server(Identity identity, TcpOptions options, Handler handler)
      throws IOException {
    TcpTransport server =
        TcpTransport.open(new RealEnvironment(), identity, options.withSecure(false));
    servers.add(server);
    server.serve(handler);
    return server;
  }

  private Contact server(Handler handler) throws IOException {
    return server(Identity.generate(), TcpOptions.node(ANY), handler).self().orElseThrow();
  }

  /** What comes of something that is begun on the loop. */
  private <T> T onLoop(Supplier<Future<T>> action) throws Exception {
    var outcome = new CompletableFuture<T>();
    loop.execute(
        () ->
            action
                .get()
                .addDoneCallback(
                    done -> {
                      if (done.exception() == null) {
                        outcome.complete(done.result());
                      } else {
                        outcome.completeExceptionally(done.exception());
                      }
                    }));
    return outcome.get(30, TimeUnit.SECONDS);
  }

  private Response call(Contact to, Request request, Duration timeout) throws Exception {
    return onLoop(() -> client.call(to, request, timeout));
  }

  private @Nullable Throwable failure(Contact to, Duration timeout) {
    try {
      call(to, PING, timeout);
      return null;
    } catch (Exception e) {
      return e.getCause();
    }
  }

  @Test
  void everyKindOfRequestIsAnsweredOverOneConnection() throws Exception {
    var random = new SplittableRandom(1);
    List<Contact> contacts = Samples.contacts(20, random);
    Contact server =
        server(
            (_, request) ->
                switch (request) {
                  case Request.FindNode _ -> new Response.Nodes(contacts);
                  case Request.FindValue _ ->
                      new Response.Values(List.of(Samples.item(64_000, random)));
                  case Request.Store _ -> new Response.Stored();
                  default -> new Response.Pong();
                });
    Key key = Key.random(random);
    assertThat(call(server, PING, LONG)).isEqualTo(new Response.Pong());
    assertThat(call(server, new Request.FindNode(key), LONG))
        .isEqualTo(new Response.Nodes(contacts));
    assertThat(call(server, new Request.FindValue(key), LONG)).isInstanceOf(Response.Values.class);
    assertThat(call(server, new Request.Store(Samples.item(64_000, random)), LONG))
        .isEqualTo(new Response.Stored());
    assertThat(client.connections()).isOne();
  }

  @Test
  void answersFindTheirQuestionsHoweverManyAreUnderWay() throws Exception {
    Contact server =
        server(
            (_, request) ->
                new Response.Nodes(
                    List.of(new Contact(((Request.FindNode) request).target(), ANY_PEER))));
    var random = new SplittableRandom(1);
    var all = new CountDownLatch(1000);
    var wrong = new ArrayList<Key>();
    loop.execute(
        () -> {
          for (int i = 0; i < 1000; i++) {
            Key key = Key.random(random);
            client
                .call(server, new Request.FindNode(key), LONG)
                .addDoneCallback(
                    done -> {
                      var nodes = (Response.Nodes) done.result();
                      if (!nodes.contacts().getFirst().key().equals(key)) {
                        wrong.add(key);
                      }
                      all.countDown();
                    });
          }
        });
    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong).isEmpty();
  }

  private static final InetSocketAddress ANY_PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  @Test
  void refusalsAndMisfitsAreTold() throws Exception {
    Contact busy = server((_, _) -> new Response.Refused(RefusalCode.BUSY, "busy"));
    assertThat(failure(busy, LONG)).isInstanceOf(RpcException.Refused.class).hasMessage("busy");
    Contact odd = server((_, _) -> new Response.Stored());
    assertThat(failure(odd, LONG)).isInstanceOf(RpcException.Misbehaved.class);
  }

  @Test
  void silenceEndsInATimeOutAndTheConnectionGoesOn() throws Exception {
    var release = new CountDownLatch(1);
    Contact server =
        server(
            (_, request) -> {
              if (request instanceof Request.Leave) {
                release.await();
              }
              return new Response.Pong();
            });
    assertThat(call(server, PING, LONG)).isEqualTo(new Response.Pong());
    try {
      call(server, new Request.Leave(), Duration.ofMillis(20));
    } catch (Exception e) {
      assertThat(e.getCause()).isInstanceOf(RpcException.Timeout.class);
    }
    release.countDown();
    assertThat(call(server, PING, LONG)).isEqualTo(new Response.Pong());
    assertThat(client.connections()).isOne();
  }

  @Test
  void aDeadAddressIsUnreachableAndAStrangerMisbehaves() throws Exception {
    Contact server = server((_, _) -> new Response.Pong());
    int dead;
    try (ServerSocket socket = new ServerSocket(0)) {
      dead = socket.getLocalPort();
    }
    Contact nobody =
        new Contact(server.key(), new InetSocketAddress(InetAddress.getLoopbackAddress(), dead));
    assertThat(failure(nobody, LONG)).isInstanceOf(RpcException.Unreachable.class);
    Contact other = new Contact(Key.of("other"), server.address());
    assertThat(failure(other, LONG)).isInstanceOf(RpcException.Misbehaved.class);
    assertThat(onLoop(() -> client.identify(server.address()))).isEqualTo(server);
  }

  @Test
  void whoSendsWhatCannotBeReadMisbehaves() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket peer = socket.accept()) {
                  peer.getOutputStream().write("this is no netstring".getBytes());
                  peer.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // it was cut off, as it should be
                }
              });
      Contact liar =
          new Contact(Key.of("liar"), (InetSocketAddress) socket.getLocalSocketAddress());
      assertThat(failure(liar, LONG)).isInstanceOf(RpcException.Misbehaved.class);
    }
  }

  @Test
  void anotherNetworkIsRefused() throws Exception {
    TcpOptions elsewhere = TcpOptions.node(ANY).withNetwork("elsewhere");
    TcpTransport server = server(Identity.generate(), elsewhere, (_, _) -> new Response.Pong());
    assertThat(failure(server.self().orElseThrow(), LONG))
        .isInstanceOfSatisfying(
            RpcException.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.OTHER_NETWORK));
  }

  @Test
  void aConnectionThatWasClosedMeanwhileIsMadeAnew() throws Exception {
    Identity identity = Identity.generate();
    TcpTransport first = server(identity, TcpOptions.node(ANY), (_, _) -> new Response.Pong());
    Contact contact = first.self().orElseThrow();
    assertThat(call(contact, PING, LONG)).isEqualTo(new Response.Pong());
    first.close();
    server(identity, TcpOptions.node(contact.address()), (_, _) -> new Response.Pong());
    assertThat(call(contact, PING, LONG)).isEqualTo(new Response.Pong());
  }

  @Test
  void closeEndsTheCallsThatWait() throws Exception {
    var asked = new CountDownLatch(1);
    Contact server =
        server(
            (_, _) -> {
              asked.countDown();
              new CountDownLatch(1).await();
              return new Response.Pong();
            });
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                asked.await();
              } catch (InterruptedException e) {
                return;
              }
              loop.execute(client::close);
            });
    assertThat(failure(server, LONG)).isInstanceOf(RpcException.Unsent.class);
    assertThat(failure(server, LONG)).isInstanceOf(RpcException.Unsent.class);
  }
}
