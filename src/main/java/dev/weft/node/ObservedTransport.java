package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import java.time.Duration;

/**
 * A transport that tells the routing actor what each call shows about a peer, so that no caller
 * needs to; nothing of whom it identifies, as whoever asks decides whether to trust who answered.
 * Stateless beside the two; may be used by any thread.
 */
final class ObservedTransport extends ForwardingTransport {

  private final RoutingActor routing;
  private final Duration fairTimeout;

  /**
   * @param fairTimeout a peer that is given less time than this, because an operation is about to
   *     end, is not held to have failed when it does not answer
   */
  ObservedTransport(Transport transport, RoutingActor routing, Duration fairTimeout) {
    super(transport);
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
}
