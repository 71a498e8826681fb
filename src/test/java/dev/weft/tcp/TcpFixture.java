package dev.weft.tcp;

import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** Nodes on the loopback address. After each test nothing may be left of them. */
abstract class TcpFixture {

  static final Duration LONG = Duration.ofSeconds(20);
  static final Request PING = new Request.Ping();
  static final Response PONG = new Response.Pong();

  final Nodes nodes = new Nodes();

  @AfterEach
  void nothingIsLeft() throws IOException {
    nodes.close();
  }

  static Response ping(TcpTransport from, TcpTransport to) throws Exception {
    return from.call(Nodes.contact(to), PING, LONG);
  }
}
