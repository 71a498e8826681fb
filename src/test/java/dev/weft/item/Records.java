package dev.weft.item;

import dev.weft.kademlia.Key;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** Records under a topic to test with, of owners that have numbers. */
public final class Records {

  /** The topic of all that do not say another. */
  public static final Key TOPIC = Announcement.topic("printers");

  private Records() {}

  /** An owner. */
  public static Identity owner(int number) {
    return Identity.fromSecret(ByteBuffer.allocate(32).putInt(number).array());
  }

  /** A record with an empty payload. */
  public static Announcement of(int owner, int version, Instant expires) {
    return of(TOPIC, owner, version, expires, false);
  }

  /** A record that says that its owner is there no longer. */
  public static Announcement withdrawn(int owner, int version, Instant expires) {
    return of(TOPIC, owner, version, expires, true);
  }

  /** A record under some topic. */
  public static Announcement of(
      Key topic, int owner, long version, Instant expires, boolean withdrawn) {
    return Announcement.sign(
        owner(owner),
        new Announcement.Terms(topic, Optional.empty(), new byte[0], version, expires, withdrawn));
  }

  /** The same with a signature that does not fit. */
  public static Announcement forged(Announcement record) {
    ByteBuffer bytes = ByteBuffer.allocate(record.encodedLength());
    record.write(bytes);
    bytes.array()[bytes.capacity() - 1] ^= 1;
    try {
      return Announcement.read(bytes.flip());
    } catch (ItemException e) {
      throw new AssertionError(e);
    }
  }
}
