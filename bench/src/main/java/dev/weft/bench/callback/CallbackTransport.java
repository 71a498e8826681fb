package dev.weft.bench.callback;

import dev.weft.kademlia.Contact;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.time.Duration;

/**
 * The network, as a call that returns at once: what {@link dev.weft.rpc.Transport} is to the
 * blocking style. Confined to an event loop.
 */
@FunctionalInterface
public interface CallbackTransport {

  /**
   * Asks a peer.
   *
   * @param timeout the longest wait, for connecting and answering together
   * @return the answer, of the kind that belongs to the request, or an {@link
   *     dev.weft.rpc.RpcException}. Whoever cancels it is asked nothing else
   */
  Future<Response> call(Contact to, Request request, Duration timeout);
}
