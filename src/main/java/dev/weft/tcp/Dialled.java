package dev.weft.tcp;

import dev.weft.rpc.RpcException;

/** What came of a handshake. */
sealed interface Dialled {

  /** Both have said HELLO. */
  record Connected(PeerConnection connection) implements Dialled {}

  /** There is no connection. */
  record Failed(RpcException reason) implements Dialled {}
}
