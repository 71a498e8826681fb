package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Sighting;
import dev.weft.rpc.Transport;
import dev.weft.rpc.TransportCounts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A transport that has another do all but the calls, of which those that extend it make something.
 * Stateless beside that one; may be used by any thread.
 */
abstract class ForwardingTransport implements Transport {

  final Transport transport;

  /**
   * @param transport which is closed with this one
   */
  ForwardingTransport(Transport transport) {
    this.transport = transport;
  }

  @Override
  public Contact identify(InetSocketAddress address, Duration timeout)
      throws RpcException, InterruptedException {
    return transport.identify(address, timeout);
  }

  @Override
  public void serve(Handler handler) {
    transport.serve(handler);
  }

  @Override
  public final int cutOff(Set<InetAddress> here) {
    return transport.cutOff(here);
  }

  @Override
  public final void onSighting(Consumer<Sighting> listener) {
    transport.onSighting(listener);
  }

  @Override
  public final void advertise(List<InetAddress> addresses) {
    transport.advertise(addresses);
  }

  @Override
  public final Optional<Contact> self() {
    return transport.self();
  }

  @Override
  public final boolean provesCallers() {
    return transport.provesCallers();
  }

  @Override
  public final Map<String, Long> refusals() {
    return transport.refusals();
  }

  @Override
  public final TransportCounts counts() {
    return transport.counts();
  }

  @Override
  public final void close() {
    transport.close();
  }
}
