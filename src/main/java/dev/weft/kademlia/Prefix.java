package dev.weft.kademlia;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The part of the internet that an address lies in: as small as one provider gives to one customer,
 * a /24 of IPv4 or a /64 of IPv6, or the one host. Immutable.
 *
 * @param bytes how many bytes all its addresses begin with
 * @param value these bytes, as a number
 */
public record Prefix(int bytes, long value) {

  private static final int OLD = 4;

  /**
   * {@return the part of the internet that a contact's address lies in}
   *
   * @param contact the contact
   */
  public static Prefix of(Contact contact) {
    return of(contact.address().getAddress());
  }

  /**
   * {@return the part of the internet that an address lies in: those who are likely to be of one
   * hand}
   *
   * @param address the address: of IPv4 its /24, of IPv6 its /64
   */
  public static Prefix of(InetAddress address) {
    return of(address, OLD - 1);
  }

  /**
   * {@return an address of IPv4 alone; of IPv6 its /64, as whoever has one address has all of
   * these}
   *
   * @param address the address
   */
  public static Prefix host(InetAddress address) {
    return of(address, OLD);
  }

  private static Prefix of(InetAddress address, int oldBytes) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.capacity() == OLD
        ? new Prefix(oldBytes, Integer.toUnsignedLong(bytes.getInt()) >> (8 * (OLD - oldBytes)))
        : new Prefix(Long.BYTES, bytes.getLong());
  }

  /** For people. */
  @Override
  public String toString() {
    if (bytes == Long.BYTES) {
      return hex(48) + ":" + hex(32) + ":" + hex(16) + ":" + hex(0) + "::/64";
    }
    long first = value << (8 * (OLD - bytes));
    return (first >> 24)
        + "."
        + (first >> 16 & 0xff)
        + "."
        + (first >> 8 & 0xff)
        + "."
        + (first & 0xff)
        + "/"
        + 8 * bytes;
  }

  private String hex(int shift) {
    return Long.toHexString(value >> shift & 0xffff);
  }
}
