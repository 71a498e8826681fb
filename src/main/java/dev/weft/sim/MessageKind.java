package dev.weft.sim;

import dev.weft.rpc.Request;
import dev.weft.rpc.Response;

/** The kinds of messages that travel. */
public enum MessageKind {
  /** Who is there? Asked of an address of which no key is known. */
  HELLO,
  /** Are you there? */
  PING,
  /** The sender leaves the network. */
  LEAVE,
  /** Who is closest to this key? */
  FIND_NODE,
  /** What is under this key, or else who is closest to it? */
  FIND_VALUE,
  /** Keep this item, as a replica. */
  STORE,
  /** Keep this item for a while, as a cached copy. */
  CACHE,
  /** Keep this record under a topic. */
  ANNOUNCE,
  /** Who is under this topic, and who is closest to it? */
  FIND_PROVIDERS,
  /** Answer when there is something newer than this, or the lease is over. */
  WATCH,
  /** The answer to {@link #PING}, {@link #HELLO} and {@link #LEAVE}. */
  PONG,
  /** Who is closest. */
  NODES,
  /** What is there. */
  VALUES,
  /** Who is under the topic, and who is closest to it. */
  PROVIDERS,
  /** What is newer. */
  CHANGED,
  /** The lease is over, and nothing is newer. */
  UNCHANGED,
  /** The item or the record is kept. */
  STORED,
  /** The request is not granted, and why. */
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
