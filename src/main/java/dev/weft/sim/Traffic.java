package dev.weft.sim;

/**
 * How much was sent.
 *
 * @param messages how many messages, lost ones among them
 * @param bytes how many bytes those had that have arrived or are lost, without frames; 0 where the
 *     codec is off
 */
public record Traffic(long messages, long bytes) {

  /** Nothing. */
  public static final Traffic NONE = new Traffic(0, 0);

  /**
   * {@return both together}
   *
   * @param other what is added
   */
  public Traffic plus(Traffic other) {
    return new Traffic(messages + other.messages, bytes + other.bytes);
  }

  /**
   * {@return what came to this since the other, which is older}
   *
   * @param other what is taken away
   */
  public Traffic minus(Traffic other) {
    return new Traffic(messages - other.messages, bytes - other.bytes);
  }
}
