package dev.weft.netstring;

/**
 * Says why bytes from the network are not what they should be. It costs their sender a connection.
 */
public final class MalformedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** No stack trace is taken: strangers cause these, as many as they like. */
  public MalformedException(String message) {
    super(message, null, false, false);
  }
}
