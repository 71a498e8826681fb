package dev.weft.tcp;

import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;

/** What ends the wait of a caller. Immutable. */
sealed interface Outcome {

  /** The peer answered, be it nonsense. */
  record Answered(Response response) implements Outcome {}

  /** No answer will come. */
  record Failed(RpcException reason) implements Outcome {}

  /**
   * What the caller gets.
   *
   * @param peer who was asked, for a person to read
   * @return an answer of the kind that belongs to the request
   * @throws RpcException if there is none: refused, of another kind, failed
   */
  default Response to(Request request, String peer) throws RpcException {
    return switch (this) {
      case Answered(Response response) -> check(request, response, peer);
      case Failed(RpcException reason) -> throw reason;
    };
  }

  private static Response check(Request request, Response response, String peer)
      throws RpcException {
    if (response instanceof Response.Refused(RefusalCode code, String reason)) {
      throw new RpcException.Refused(code, reason);
    }
    boolean fits =
        switch (request) {
          case Request.Ping _ -> response instanceof Response.Pong;
          case Request.Leave _ -> response instanceof Response.Pong;
          case Request.FindNode _ -> response instanceof Response.Nodes;
          case Request.FindValue _ ->
              response instanceof Response.Values || response instanceof Response.Nodes;
          case Request.Store _ -> response instanceof Response.Stored;
          case Request.Announce _ -> response instanceof Response.Stored;
          case Request.Watch _ ->
              response instanceof Response.Changed || response instanceof Response.Unchanged;
          case Request.FindProviders _ ->
              response instanceof Response.Providers || response instanceof Response.Nodes;
        };
    if (!fits) {
      throw wrongKind(response.getClass().getSimpleName(), peer);
    }
    return response;
  }

  /** Of an answer whose type this node does not know. */
  static Outcome unknown(int type, String peer) {
    return new Failed(wrongKind("of type " + type, peer));
  }

  private static RpcException wrongKind(String kind, String peer) {
    return new RpcException.Misbehaved(peer + " gave an answer of the wrong kind: " + kind);
  }
}
