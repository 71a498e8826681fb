package dev.weft.rpc;

/** What kinds of {@link Request} there are, for those who count or name them. */
public enum RequestKind {
  /** {@link Request.Ping}. */
  PING("ping"),
  /** {@link Request.Leave}. */
  LEAVE("leave"),
  /** {@link Request.FindNode}. */
  FIND_NODE("find_node"),
  /** {@link Request.FindValue}. */
  FIND_VALUE("find_value"),
  /** {@link Request.Store}. */
  STORE("store"),
  /** {@link Request.Announce}. */
  ANNOUNCE("announce"),
  /** {@link Request.FindProviders}. */
  FIND_PROVIDERS("find_providers"),
  /** {@link Request.Watch}. */
  WATCH("watch");

  private final String label;

  RequestKind(String label) {
    this.label = label;
  }

  /** {@return how it is called where it is told of: {@code find_node}} */
  public String label() {
    return label;
  }

  /**
   * {@return the kind of a request}
   *
   * @param request the request
   */
  public static RequestKind of(Request request) {
    return switch (request) {
      case Request.Ping _ -> PING;
      case Request.Leave _ -> LEAVE;
      case Request.FindNode _ -> FIND_NODE;
      case Request.FindValue _ -> FIND_VALUE;
      case Request.Store _ -> STORE;
      case Request.Announce _ -> ANNOUNCE;
      case Request.FindProviders _ -> FIND_PROVIDERS;
      case Request.Watch _ -> WATCH;
    };
  }
}
