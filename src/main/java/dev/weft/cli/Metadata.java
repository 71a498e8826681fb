package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.item.Announcement;
import dev.weft.text.Words;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/**
 * What is announced beside an address: lines of {@code KEY=VALUE} in UTF-8, in the order in which
 * they were given. Stateless.
 */
final class Metadata {

  private Metadata() {}

  /**
   * The payload that has these lines.
   *
   * @throws Failure if one of them is none, or they are too much
   */
  static byte[] payload(List<String> lines) throws Failure {
    for (String line : lines) {
      if (line.indexOf('=') < 1 || line.lines().count() > 1) {
        throw Failure.usage(
            "--meta is written KEY=VALUE, on one line, and this is " + Words.oneLine(line));
      }
    }
    byte[] payload = String.join("\n", lines).getBytes(UTF_8);
    if (payload.length > Announcement.MAX_PAYLOAD_BYTES) {
      throw Failure.usage(
          "all --meta together have at most %d bytes, and these have %d"
              .formatted(Announcement.MAX_PAYLOAD_BYTES, payload.length));
    }
    return payload;
  }

  /** A payload for people: text on one line that no terminal obeys, or how long it is. */
  static String oneLine(byte[] payload) {
    try {
      return Words.oneLine(UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString());
    } catch (CharacterCodingException e) {
      return "(" + Words.count(payload.length, "byte") + ")";
    }
  }
}
