package dev.weft.tls;

import java.io.IOException;

/** One of two nodes speaks TLS, and the other is in the clear; the message says which. */
public final class UnlikeException extends IOException {

  private static final long serialVersionUID = 1L;

  private static final String REMEDY = "; start both with --insecure, or neither";

  private final String message;

  private UnlikeException(String message) {
    this.message = message + REMEDY;
  }

  /** What is wrong, and what to do; never null. */
  @Override
  public String getMessage() {
    return message;
  }

  /** What both are told where the node that was dialled speaks TLS. */
  public static UnlikeException dialledInTheClear() {
    return new UnlikeException("the node speaks TLS, and was dialled in the clear");
  }

  /** What both are told where the node that was dialled is in the clear. */
  public static UnlikeException dialledByTls() {
    return new UnlikeException("the node speaks in the clear, and was dialled by TLS");
  }
}
