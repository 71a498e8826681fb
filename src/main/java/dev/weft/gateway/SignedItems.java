package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.ItemException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * Reads items that clients have signed themselves: as they are on the wire, or as JSON with the
 * same parts. Whether the signature fits is checked when they are stored. Stateless.
 */
final class SignedItems {

  private static final byte NAMED = 1;
  private static final byte TOMBSTONE = 3;

  /** As JSON, a value takes a third more, and a name six times as much at worst. */
  private static final int MOST_JSON = 2 * ItemCodec.MAX_BYTES;

  private SignedItems() {}

  /**
   * Reads the item in a body.
   *
   * @throws Problem if there is none
   */
  static Item read(Call call) {
    String type = call.header("content-type").orElse("");
    byte[] encoded =
        switch (type.replaceFirst("\\s*;.*", "")) {
          case "application/octet-stream" -> call.body(ItemCodec.MAX_BYTES);
          case "application/json" -> encoded(call.body(MOST_JSON));
          default ->
              throw new Problem(
                  415,
                  "an item is application/octet-stream or application/json, not '" + type + "'");
        };
    try {
      return ItemCodec.read(ByteBuffer.wrap(encoded));
    } catch (ItemException e) {
      throw new Problem(400, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] encoded(byte[] body) {
    try {
      return encoded(JSON.std.mapFrom(new String(body, UTF_8)));
    } catch (JacksonException e) {
      throw new Problem(400, "this is not the JSON of an item: " + e.getOriginalMessage());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new Problem(400, "this is not the JSON of an item: " + e.getMessage());
    }
  }

  private static byte[] encoded(Map<String, Object> json) {
    boolean tombstone = "tombstone".equals(json.get("kind"));
    byte[] publicKey = bytes(json, "publicKey", Identity.PUBLIC_KEY_BYTES);
    byte[] name = text(json, "name").getBytes(UTF_8);
    byte[] value = tombstone ? new byte[0] : bytes(json, "value", -1);
    byte[] signature = bytes(json, "signature", Identity.SIGNATURE_BYTES);
    if (name.length > Item.MAX_NAME_BYTES) {
      throw new IllegalArgumentException("the name may have " + Item.MAX_NAME_BYTES + " bytes");
    }
    return ByteBuffer.allocate(
            1 + publicKey.length + 8 + 8 + 2 + name.length + 4 + value.length + signature.length)
        .put(tombstone ? TOMBSTONE : NAMED)
        .put(publicKey)
        .putLong(Long.parseLong(text(json, "version")))
        .putLong(Instant.parse(text(json, "expires")).toEpochMilli())
        .putShort((short) name.length)
        .put(name)
        .putInt(value.length)
        .put(value)
        .put(signature)
        .array();
  }

  private static String text(Map<String, Object> json, String member) {
    Object value = json.get(member);
    if (value == null) {
      throw new IllegalArgumentException("it lacks " + member);
    }
    return value.toString();
  }

  private static byte[] bytes(Map<String, Object> json, String member, int length) {
    byte[] bytes = Base64.getDecoder().decode(text(json, member));
    if (length >= 0 && bytes.length != length) {
      throw new IllegalArgumentException(member + " has " + length + " bytes in Base64");
    }
    return bytes;
  }
}
