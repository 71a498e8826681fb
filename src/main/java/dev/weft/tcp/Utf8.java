package dev.weft.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Text that strangers send for people to read. Stateless. */
final class Utf8 {

  private Utf8() {}

  /** The bytes of a text, cut between characters where they are too many. */
  static byte[] cut(String text, int maxBytes) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length <= maxBytes) {
      return bytes;
    }
    int end = maxBytes;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  /** Takes bytes as text. It may end in a log, so what is no visible character is replaced. */
  static String read(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, UTF_8).replaceAll("\\p{Cc}", "\ufffd");
  }
}
