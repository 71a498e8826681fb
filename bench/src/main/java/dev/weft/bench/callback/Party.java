package dev.weft.bench.callback;

import dev.weft.item.Identity;
import dev.weft.kademlia.Key;
import dev.weft.tcp.Message;
import dev.weft.tcp.TcpLimits;
import dev.weft.tcp.TcpOptions;

/**
 * Who a client is, and what it allows itself. Immutable.
 *
 * @param key its key
 * @param hello what it says first
 * @param limits as of Weft's own transport
 */
record Party(Key key, Message.Hello hello, TcpLimits limits) {

  /** A client of a network. */
  static Party client(Identity identity, TcpOptions options) {
    var hello =
        new Message.Hello(options.network(), identity.publicKey(), 0, null, options.agent());
    return new Party(identity.key(), hello, options.limits());
  }
}
