package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/**
 * The drogulus's hash of a JSON value, over which signatures are made. Stateless.
 *
 * <p>A leaf's hash is the SHA-512 of its text; that of an array or an object is the SHA-512 of the
 * hashes of what it holds, in hexadecimal, one after the other: of the elements, or of each
 * member's name and value, in the order of the names. It does not tell types apart: {@code true}
 * and {@code "true"} hash alike, and so do {@code {"a":1}} and {@code ["a",1]}. All text must be
 * ASCII.
 */
final class TreeHash {

  private static final HexFormat HEX = HexFormat.of();
  private static final int LAST_ASCII = 127;

  private TreeHash() {}

  /**
   * The hash of a value.
   *
   * @return 128 lower-case hexadecimal digits, in ASCII
   * @throws IllegalArgumentException if there is text in it that is not ASCII
   */
  static byte[] of(JsonValue value) {
    return switch (value) {
      case JsonValue.Obj(SortedMap<String, JsonValue> members) -> {
        MessageDigest all = sha512();
        members.forEach(
            (name, member) -> {
              all.update(leaf(name));
              all.update(of(member));
            });
        yield end(all);
      }
      case JsonValue.Arr(List<JsonValue> elements) -> {
        MessageDigest all = sha512();
        elements.forEach(element -> all.update(of(element)));
        yield end(all);
      }
      case JsonValue.Text(String text) -> leaf(text);
      case JsonValue.Int(var number) -> leaf(number.toString());
      case JsonValue.Real real -> leaf(FloatText.of(real.number()));
      case JsonValue.Bool bool -> leaf(String.valueOf(bool.value()));
      case JsonValue.Null() -> leaf("null");
    };
  }

  private static byte[] leaf(String text) {
    text.chars()
        .filter(c -> c > LAST_ASCII)
        .findFirst()
        .ifPresent(
            c -> {
              throw new IllegalArgumentException(
                  String.format(
                      "the drogulus knows ASCII only, and not U+%04X; encode it, for example in"
                          + " Base64",
                      c));
            });
    MessageDigest digest = sha512();
    digest.update(text.getBytes(US_ASCII));
    return end(digest);
  }

  private static byte[] end(MessageDigest digest) {
    return HEX.formatHex(digest.digest()).getBytes(US_ASCII);
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-512", e);
    }
  }
}
