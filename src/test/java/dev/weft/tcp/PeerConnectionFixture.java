package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Background;
import dev.weft.sim.Simulated;
import dev.weft.socket.MemoryLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A connection over a line in memory, and its peer. After each test nothing may be left of it. */
abstract class PeerConnectionFixture extends Simulated {

  static final Duration LONG = Duration.ofSeconds(20);
  static final Request PING = new Request.Ping();
  static final Response PONG = new Response.Pong();

  final Samples samples = new Samples(3);
  final Limits limits = new Limits();
  final List<PeerConnection> closed = new ArrayList<>();
  final MemoryLine[] lines = MemoryLine.pair(InetAddress.getLoopbackAddress());
  final RawPeer peer;
  Hub hub;
  PeerConnection connection;

  PeerConnectionFixture() {
    try {
      peer = RawPeer.on(lines[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void connect() {
    connect((from, request) -> PONG);
  }

  void connect(Handler handler) {
    make(handler);
    hub.crew().start("read", connection::run);
  }

  void make(Handler handler) {
    hub = new Hub(environment, limits.build());
    hub.requests().serve(handler);
    connection =
        new PeerConnection(
            hub, lines[0], MessageCodec.frames(), Caller.client(samples.key()), true, closed::add);
  }

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    connection.close(new RpcException.Unsent("the test is over"));
    hub.crew().close();
    settle();
    assertThat(connection.callsInFlight()).isZero();
    assertThat(hub.requests().inFlight()).isZero();
    assertThat(hub.traffic().underWay()).isZero();
    assertThat(closed).containsExactly(connection);
  }

  Background<Response> calling(Request request) {
    return calling(request, LONG);
  }

  Background<Response> calling(Request request, Duration timeout) {
    return Background.of(environment, () -> connection.call(request, timeout));
  }

  void answer(Message.Call call, Response response) throws Exception {
    peer.send(new Message.Answer(call.id(), response));
  }

  Object outcome(Request request, Response response) throws Exception {
    Background<Response> call = calling(request);
    answer(peer.receiveCall(), response);
    Throwable failure = call.failure();
    return failure == null ? call.result() : failure;
  }

  Item large() {
    return ContentItem.of(samples.bytes(Item.MAX_VALUE_BYTES), Instant.EPOCH);
  }
}
