package dev.weft.drogulus;

/**
 * Says why the payload of a frame is no message. It is answered by silence, as the drogulus does,
 * and costs its sender nothing else.
 */
final class MessageException extends Exception {

  private static final long serialVersionUID = 1L;

  /** No stack trace is taken: strangers cause these, as many as they like. */
  MessageException(String message) {
    super(message, null, false, false);
  }
}
