package dev.weft.tcp;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * From where somebody comes, as far as it takes them an effort to come from elsewhere: whoever has
 * one address of IPv6 has all of its /64. Immutable.
 *
 * @param bytes how long the address is
 * @param prefix its first bits
 */
record Origin(int bytes, long prefix) {

  /** The address itself; of IPv6, its /64. */
  static Origin host(InetAddress address) {
    return of(address, 32);
  }

  /** Those who are likely to be of one hand: the /24 of an address; of IPv6, its /64. */
  static Origin network(InetAddress address) {
    return of(address, 24);
  }

  private static Origin of(InetAddress address, int bits) {
    byte[] bytes = address.getAddress();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return bytes.length == Integer.BYTES
        ? new Origin(bytes.length, buffer.getInt() >> (Integer.SIZE - bits))
        : new Origin(bytes.length, buffer.getLong());
  }
}
