package dev.weft.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.ItemException;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.sim.SimEnvironment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/** Items for tests, good and bad. Immutable. */
final class Items {
  static final Identity OWNER = Identity.fromSecret(new byte[32]);
  static final Key KEY = NamedItem.keyOf(OWNER.key(), "name");
  static final Instant NOW = SimEnvironment.START;
  static final Instant EXPIRES = NOW.plus(Duration.ofDays(1));

  private Items() {}

  /** A valid item in a version, the first, the second and so on. */
  static NamedItem named(int version) {
    return NamedItem.sign(OWNER, "name", ("v" + version).getBytes(UTF_8), version, EXPIRES);
  }

  static ContentItem content(String text) {
    return ContentItem.of(text.getBytes(UTF_8), EXPIRES);
  }

  static NamedItem expired() {
    return NamedItem.sign(OWNER, "name", new byte[0], 100, NOW.minusSeconds(1));
  }

  static NamedItem future() {
    long version = NamedItem.versionAt(NOW.plus(Duration.ofDays(1)));
    return NamedItem.sign(OWNER, "name", new byte[0], version, EXPIRES);
  }

  /** A newer version than any of {@link #named}, with a signature that does not fit. */
  static Item forged() {
    byte[] bytes = ItemCodec.encode(named(50));
    bytes[bytes.length - 1] ^= 1;
    try {
      return ItemCodec.read(ByteBuffer.wrap(bytes));
    } catch (ItemException e) {
      throw new AssertionError(e);
    }
  }
}
