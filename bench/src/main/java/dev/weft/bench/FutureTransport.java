package dev.weft.bench;

import dev.weft.kademlia.Contact;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The network, as calls that return futures to be chained. Safe for use by any thread. */
@FunctionalInterface
public interface FutureTransport {

  /**
   * Asks a peer.
   *
   * @param timeout the longest wait
   * @return the answer, or an {@link dev.weft.rpc.RpcException}; may be cancelled
   */
  CompletableFuture<Response> call(Contact to, Request request, Duration timeout);
}
