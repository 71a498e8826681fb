package dev.weft.store;

/**
 * Says that a store cannot do its work, because its disk fails it or because it is closed. Nobody
 * but the node's operator can do anything about it, hence unchecked.
 */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A store cannot do what it should.
   *
   * @param message what, and why
   */
  public StoreException(String message) {
    super(message);
  }

  /**
   * A store cannot do what it should.
   *
   * @param message what, and why
   * @param cause what it came from
   */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
