package dev.weft.rpc;

import org.jspecify.annotations.Nullable;

/**
 * Why a call brought no answer: a closed family, so that a {@code switch} over it is checked.
 *
 * <p>These tell of the network, not of a fault in the program, and a lookup meets many; they carry
 * no stack trace of their own.
 */
public abstract sealed class RpcException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String message;

  private RpcException(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.message = message;
  }

  private RpcException(String message) {
    this(message, null);
  }

  /** What went wrong, in a sentence for people; never null. */
  @Override
  public String getMessage() {
    return message;
  }

  /** No answer came within the call's time. The request may have been carried out all the same. */
  public static final class Timeout extends RpcException {
    private static final long serialVersionUID = 1L;

    /**
     * A call took too long.
     *
     * @param message who did not answer
     */
    public Timeout(String message) {
      super(message);
    }
  }

  /**
   * No connection to this node could be made, as nobody is at its address, or somebody else; or it
   * broke before the answer came.
   */
  public static final class Unreachable extends RpcException {
    private static final long serialVersionUID = 1L;

    /**
     * A peer cannot be called.
     *
     * @param message who, and why
     */
    public Unreachable(String message) {
      super(message);
    }

    /**
     * A peer cannot be called.
     *
     * @param message who, and why
     * @param cause what it came from
     */
    public Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The peer answered, and said no. It is alive. */
  public static final class Refused extends RpcException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;

    /**
     * A peer has refused.
     *
     * @param code why, for programs
     * @param reason why, for people; what a peer wrote, so not to be trusted
     */
    public Refused(RefusalCode code, String reason) {
      super(reason);
      this.code = code;
    }

    /** {@return why, for programs; {@link #getMessage()} is for people} */
    public RefusalCode code() {
      return code;
    }
  }

  /**
   * The peer did what no honest peer does: it sent what cannot be read, or an answer of the wrong
   * kind. It was the peer, and not somebody who was expected to be it.
   */
  public static final class Misbehaved extends RpcException {
    private static final long serialVersionUID = 1L;

    /**
     * A peer has said what no honest peer says.
     *
     * @param message who, and what
     */
    public Misbehaved(String message) {
      super(message);
    }

    /**
     * A peer has said what no honest peer says.
     *
     * @param message who, and what
     * @param cause what it came from
     */
    public Misbehaved(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** This node's own transport is at a limit, or closed; it says nothing about the peer. */
  public static final class Unsent extends RpcException {
    private static final long serialVersionUID = 1L;

    /**
     * A call was not sent.
     *
     * @param message why
     */
    public Unsent(String message) {
      super(message);
    }
  }
}
