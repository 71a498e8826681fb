package dev.weft.item;

/** Says why an item cannot be believed or kept. */
public final class ItemException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong with an item. */
  public enum Flaw {
    /** Its encoding cannot be read, or breaks a limit. */
    MALFORMED,
    /** Its signature or its key does not fit its content. */
    FORGED,
    /** It has expired. */
    EXPIRED,
    /** Its version or its expiry lies too far in the future. */
    FUTURE
  }

  private final Flaw flaw;
  private final String message;

  /**
   * An item is not as it should be.
   *
   * @param flaw what is wrong, for programs
   * @param message what is wrong, for people
   */
  public ItemException(Flaw flaw, String message) {
    super(message);
    this.flaw = flaw;
    this.message = message;
  }

  /** {@return what is wrong, for programs} */
  public Flaw flaw() {
    return flaw;
  }

  /** What is wrong, in a sentence for people; never null. */
  @Override
  public String getMessage() {
    return message;
  }
}
