package dev.weft.tls;

import java.io.IOException;

/** One of two nodes speaks TLS, and the other is in the clear; the message says which. */
public final class UnlikeException extends IOException {

  private static final long serialVersionUID = 1L;

  private static final String REMEDY = "; start both with --insecure, or neither";

  private final String message;
  private final byte[] begin;

  private UnlikeException(String message, byte[] begin) {
    this.message = message + REMEDY;
    this.begin = begin;
  }

  /** What is wrong, and what to do; never null. */
  @Override
  public String getMessage() {
    return message;
  }

  /** What both are told where the node that was dialled speaks TLS. */
  public static UnlikeException dialledInTheClear() {
    return new UnlikeException("the node speaks TLS, and was dialled in the clear", new byte[0]);
  }

  /**
   * What both are told where the node that was dialled is in the clear.
   *
   * @param begin what that has said so far, if anything, as a node that refuses all does so in the
   *     clear; kept as it is
   */
  public static UnlikeException dialledByTls(byte... begin) {
    return new UnlikeException("the node speaks in the clear, and was dialled by TLS", begin);
  }

  /** What was said so far by the node that was dialled; not to be changed. */
  public byte[] begin() {
    return begin;
  }
}
