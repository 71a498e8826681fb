package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** A transport whose calls take no time. Stateless. */
final class AtOnce implements Transport {

  private static final Response PONG = new Response.Pong();

  @Override
  public Response call(Contact to, Request request, Duration timeout) {
    return PONG;
  }

  @Override
  public Contact identify(InetSocketAddress address, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void serve(Handler handler) {}

  @Override
  public Optional<Contact> self() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
