package dev.weft.fuzz;

import java.util.Arrays;

/** All targets as one, so that a short run needs only one process. */
public final class AnyReader {

  private static final Target[] TARGETS = Target.values();

  private AnyReader() {}

  /** The first byte says which target reads the rest. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length > 0) {
      target(bytes[0]).read(Arrays.copyOfRange(bytes, 1, bytes.length));
    }
  }

  private static Target target(byte first) {
    return TARGETS[Byte.toUnsignedInt(first) % TARGETS.length];
  }

  /** The input with which a target is asked to read one. */
  static byte[] input(Target target, byte[] read) {
    byte[] input = new byte[1 + read.length];
    input[0] = (byte) target.ordinal();
    System.arraycopy(read, 0, input, 1, read.length);
    return input;
  }
}
