package dev.weft.tcp;

import dev.weft.netstring.MalformedException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Whatever comes in a frame is a message, and then stays the same one when it is sent on, or is
 * malformed.
 */
public final class MessageFuzz {

  private MessageFuzz() {}

  /** One payload. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Message message;
    try {
      message = MessageCodec.read(ByteBuffer.wrap(bytes));
    } catch (MalformedException e) {
      return;
    }
    byte[] sent = MessageCodec.encode(message);
    try {
      byte[] again = MessageCodec.encode(MessageCodec.read(ByteBuffer.wrap(sent)));
      if (!Arrays.equals(sent, again)) {
        throw new IllegalStateException("sent on, it is another message: " + message);
      }
    } catch (MalformedException e) {
      throw new IllegalStateException("cannot be sent on: " + message, e);
    }
  }
}
