package dev.weft.item;

import dev.weft.kademlia.Contact;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** How the address in an {@link Announcement} is written, if there is one. Stateless. */
final class AddressBytes {

  private static final byte NONE = 0;
  private static final byte IPV4 = 4;
  private static final byte IPV6 = 6;

  private AddressBytes() {}

  /** How many bytes address and port take beside the family. */
  static int length(Optional<InetSocketAddress> address) {
    return address.map(given -> given.getAddress().getAddress().length + Short.BYTES).orElse(0);
  }

  static void write(Optional<InetSocketAddress> address, ByteBuffer out) {
    address.ifPresentOrElse(given -> write(given, out), () -> out.put(NONE));
  }

  private static void write(InetSocketAddress address, ByteBuffer out) {
    out.put(address.getAddress() instanceof Inet4Address ? IPV4 : IPV6);
    out.put(address.getAddress().getAddress()).putShort((short) address.getPort());
  }

  static Optional<InetSocketAddress> read(ByteBuffer in) throws ItemException {
    byte family = in.get();
    int length =
        switch (family) {
          case NONE -> 0;
          case IPV4 -> 4;
          case IPV6 -> 16;
          default -> throw Announcement.malformed("there are no addresses of family " + family);
        };
    if (length == 0) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    InetSocketAddress address =
        new InetSocketAddress(host(bytes), Short.toUnsignedInt(in.getShort()));
    boolean canonical = address.getAddress().getAddress().length == length;
    if (!canonical || !Contact.isPlausible(address)) {
      throw Announcement.malformed("nobody can be reached at " + address);
    }
    return Optional.of(address);
  }

  /** The same without a host's name, which is not signed. */
  static InetSocketAddress nameless(InetSocketAddress address) {
    return new InetSocketAddress(host(address.getAddress().getAddress()), address.getPort());
  }

  private static InetAddress host(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
