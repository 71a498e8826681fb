package dev.weft.sim;

import dev.weft.rpc.Request;
import dev.weft.rpc.Response;

/** The kinds of messages that travel. */
public enum MessageKind {
  /** Who is there? Asked of an address of which no key is known. */
  HELLO,
  PING,
  LEAVE,
  FIND_NODE,
  FIND_VALUE,
  /** Keep this item, as a replica. */
  STORE,
  /** Keep this item for a while, as a cached copy. */
  CACHE,
  ANNOUNCE,
  FIND_PROVIDERS,
  WATCH,
  PONG,
  NODES,
  VALUES,
  PROVIDERS,
  CHANGED,
  UNCHANGED,
  STORED,
  REFUSED;

  static MessageKind of(Request request) {
    return switch (request) {
      case Request.Ping _ -> PING;
      case Request.Leave _ -> LEAVE;
      case Request.FindNode _ -> FIND_NODE;
      case Request.FindValue _ -> FIND_VALUE;
      case Request.Store store -> store.isCache() ? CACHE : STORE;
      case Request.Announce _ -> ANNOUNCE;
      case Request.FindProviders _ -> FIND_PROVIDERS;
      case Request.Watch _ -> WATCH;
    };
  }

  static MessageKind of(Response response) {
    return switch (response) {
      case Response.Pong _ -> PONG;
      case Response.Nodes _ -> NODES;
      case Response.Values _ -> VALUES;
      case Response.Providers _ -> PROVIDERS;
      case Response.Changed _ -> CHANGED;
      case Response.Unchanged _ -> UNCHANGED;
      case Response.Stored _ -> STORED;
      case Response.Refused _ -> REFUSED;
    };
  }
}
