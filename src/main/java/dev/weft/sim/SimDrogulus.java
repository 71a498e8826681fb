package dev.weft.sim;

import dev.weft.drogulus.DrogulusTransport;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.TransportCounts;
import dev.weft.runtime.Environment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The drogulus's wire for one simulated node: the very transport of the real world, on simulated
 * connections. Confined to the scheduler's thread.
 */
final class SimDrogulus implements Port {

  private final DrogulusTransport transport;
  private final Endpoint endpoint;
  private final UnaryOperator<Handler> disguise;
  private long received;
  private int answering;

  /**
   * @param self how others reach the node; null for a client
   * @param disguise makes of the node's handler the one that others meet
   */
  SimDrogulus(
      Environment environment,
      Fabric fabric,
      Endpoint endpoint,
      RsaIdentity identity,
      int connections,
      @Nullable Contact self,
      UnaryOperator<Handler> disguise) {
    this.endpoint = endpoint;
    this.disguise = disguise;
    this.transport =
        DrogulusTransport.over(
            environment,
            identity,
            connections,
            Optional.ofNullable(self),
            address -> SimLine.to(environment, fabric, endpoint, address));
    if (self != null) {
      endpoint.door(transport::accept);
    }
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public int calls() {
    return transport.calls();
  }

  @Override
  public int requests() {
    return answering;
  }

  @Override
  public Response call(Contact to, Request request, Duration timeout)
      throws RpcException, InterruptedException {
    return transport.call(to, request, timeout);
  }

  @Override
  public Contact identify(InetSocketAddress address, Duration timeout)
      throws RpcException, InterruptedException {
    return transport.identify(address, timeout);
  }

  @Override
  public void serve(Handler honest) {
    transport.serve(
        (caller, request) -> {
          received++;
          answering++;
          try {
            return disguise.apply(honest).handle(caller, request);
          } finally {
            answering--;
          }
        });
  }

  @Override
  public Optional<Contact> self() {
    return transport.self();
  }

  @Override
  public TransportCounts counts() {
    return transport.counts();
  }

  @Override
  public void close() {
    endpoint.door(null);
    transport.close();
  }
}
