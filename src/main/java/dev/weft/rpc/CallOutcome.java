package dev.weft.rpc;

/** How a call may end, for those who count or name that. */
public enum CallOutcome {
  /** There was an answer, and no refusal. */
  ANSWERED("answered"),
  /** {@link RpcException.Refused}. */
  REFUSED("refused"),
  /** {@link RpcException.Timeout}. */
  TIMED_OUT("timed_out"),
  /** {@link RpcException.Unreachable}. */
  UNREACHABLE("unreachable"),
  /** {@link RpcException.Misbehaved}. */
  MISBEHAVED("misbehaved"),
  /** {@link RpcException.Unsent}. */
  UNSENT("unsent"),
  /** Whoever asked no longer wanted to know: the lookup was over, say. */
  ABANDONED("abandoned");

  private final String label;

  CallOutcome(String label) {
    this.label = label;
  }

  /** {@return how it is called where it is told of: {@code timed_out}} */
  public String label() {
    return label;
  }

  /** {@return whether a peer was there, whatever it said} */
  public boolean isContact() {
    return this == ANSWERED || this == REFUSED;
  }

  /**
   * {@return how a call ended that failed so}
   *
   * @param failure what the call threw
   */
  public static CallOutcome of(RpcException failure) {
    return switch (failure) {
      case RpcException.Refused _ -> REFUSED;
      case RpcException.Timeout _ -> TIMED_OUT;
      case RpcException.Unreachable _ -> UNREACHABLE;
      case RpcException.Misbehaved _ -> MISBEHAVED;
      case RpcException.Unsent _ -> UNSENT;
    };
  }
}
