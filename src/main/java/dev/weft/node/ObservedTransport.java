package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.rpc.TransportCounts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A transport that tells the routing actor what each call shows about a peer, so that no caller
 * needs to. Stateless beside the two; may be used by any thread.
 */
final class ObservedTransport implements Transport {

  private final Transport transport;
  private final RoutingActor routing;
  private final Duration fairTimeout;

  /**
   * @param fairTimeout a peer that is given less time than this, because an operation is about to
   *     end, is not held to have failed when it does not answer
   */
  ObservedTransport(Transport transport, RoutingActor routing, Duration fairTimeout) {
    this.transport = transport;
    this.routing = routing;
    this.fairTimeout = fairTimeout;
  }

  @Override
  public Response call(Contact to, Request request, Duration timeout)
      throws RpcException, InterruptedException {
    try {
      Response answer = transport.call(to, request, timeout);
      routing.seen(to, true);
      return answer;
    } catch (RpcException e) {
      switch (e) {
        case RpcException.Refused no when isOfNoNode(no) -> routing.failed(to);
        case RpcException.Refused _ -> routing.seen(to, true);
        case RpcException.Unreachable _ -> routing.failed(to);
        case RpcException.Timeout _ when timeout.compareTo(fairTimeout) >= 0 -> routing.failed(to);
        case RpcException.Misbehaved _ -> routing.misbehaved(to, e.getMessage());
        case RpcException.Timeout _ -> {}
        case RpcException.Unsent _ -> {}
      }
      throw e;
    }
  }

  /**
   * Whether a refusal says that no node of this network is there. Who is there has not proved a key
   * then, so it does not keep that key in anybody's table.
   */
  static boolean isOfNoNode(RpcException.Refused no) {
    return no.code() == RefusalCode.INSECURE || no.code() == RefusalCode.OTHER_NETWORK;
  }

  /** Tells the routing actor nothing: whoever asks decides whether to trust who answered. */
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
  public Optional<Contact> self() {
    return transport.self();
  }

  @Override
  public boolean provesCallers() {
    return transport.provesCallers();
  }

  @Override
  public Map<String, Long> refusals() {
    return transport.refusals();
  }

  @Override
  public TransportCounts counts() {
    return transport.counts();
  }

  @Override
  public void close() {
    transport.close();
  }
}
