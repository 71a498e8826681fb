package dev.weft.drogulus;

import dev.weft.netstring.MalformedException;
import java.nio.ByteBuffer;

/**
 * Whatever comes in a frame of the drogulus is a message, or is refused as one of the two kinds
 * that are none.
 */
public final class DrogulusMessageFuzz {

  private static final DrogulusCodec CODEC = new DrogulusCodec(new PublicKeys());

  private DrogulusMessageFuzz() {}

  /** One payload. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      SealedMessage message = CODEC.read(ByteBuffer.wrap(bytes));
      DrogulusCodec.sealed(message.envelope(), message.message());
      message.isGenuine();
    } catch (MalformedException | MessageException e) {
      // Nearly always.
    }
  }
}
