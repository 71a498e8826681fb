package dev.weft.kademlia;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The part of the internet that an address lies in, as small as one provider gives to one customer:
 * a /24 of IPv4, a /64 of IPv6. Immutable.
 *
 * @param bytes how many bytes all its addresses begin with
 * @param value these bytes, as a number
 */
public record Prefix(int bytes, long value) {

  /** The part of the internet that a contact's address lies in. */
  public static Prefix of(Contact contact) {
    return of(contact.address().getAddress());
  }

  static Prefix of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.capacity() == 4
        ? new Prefix(3, Integer.toUnsignedLong(bytes.getInt()) >> 8)
        : new Prefix(8, bytes.getLong());
  }

  /** For people. */
  @Override
  public String toString() {
    return bytes == 3
        ? (value >> 16) + "." + (value >> 8 & 0xff) + "." + (value & 0xff) + ".0/24"
        : hex(48) + ":" + hex(32) + ":" + hex(16) + ":" + hex(0) + "::/64";
  }

  private String hex(int shift) {
    return Long.toHexString(value >> shift & 0xffff);
  }
}
