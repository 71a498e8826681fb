package dev.weft.kademlia;

import java.net.InetAddress;
import java.util.List;

/** From where an address can be reached, by the ranges that IANA has set aside. */
public enum Reach {
  /**
   * From the same machine or network: loopback, link-local, private (RFC 1918), unique local (RFC
   * 4193), and the shared range of RFC 6598, which virtual networks use, too.
   */
  LOCAL,
  /**
   * From nowhere, or nowhere in particular: reserved ranges, those for documentation and
   * benchmarks, multicast, and the ways of old to carry IPv6 over IPv4 (6to4, Teredo), by which
   * whoever has one address would have very many.
   */
  RESERVED,
  /** From everywhere. */
  PUBLIC;

  /** All addresses that begin with so many bits. */
  private static final class Range {
    private final byte[] address;
    private final int bits;

    private Range(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    /**
     * @param first its first bytes
     */
    static Range of(int bits, int... first) {
      byte[] address = new byte[(bits + 7) / 8];
      for (int i = 0; i < first.length; i++) {
        address[i] = (byte) first[i];
      }
      return new Range(address, bits);
    }

    boolean contains(byte[] other) {
      for (int bit = 0; bit < bits; bit += 8) {
        int mask = 0xff00 >> Math.min(8, bits - bit);
        if (((address[bit / 8] ^ other[bit / 8]) & mask & 0xff) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Range> LOCAL_V4 =
      List.of(
          Range.of(8, 10),
          Range.of(8, 127),
          Range.of(12, 172, 16),
          Range.of(16, 192, 168),
          Range.of(16, 169, 254),
          Range.of(10, 100, 64));

  private static final List<Range> RESERVED_V4 =
      List.of(
          Range.of(8, 0),
          Range.of(24, 192, 0, 0),
          Range.of(24, 192, 0, 2),
          Range.of(15, 198, 18),
          Range.of(24, 198, 51, 100),
          Range.of(24, 203, 0, 113),
          Range.of(3, 224)); // multicast, and what was never given out

  private static final List<Range> LOCAL_V6 =
      List.of(
          Range.of(128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
          Range.of(10, 0xfe, 0x80),
          Range.of(10, 0xfe, 0xc0), // site-local, as private ranges were called once
          Range.of(7, 0xfc));

  /** Of IPv6, an eighth is given out at all. */
  private static final Range GLOBAL_V6 = Range.of(3, 0x20);

  private static final List<Range> RESERVED_V6 =
      List.of(
          Range.of(23, 0x20, 0x01), // Teredo, and others for protocols
          Range.of(32, 0x20, 0x01, 0x0d, 0xb8),
          Range.of(16, 0x20, 0x02), // 6to4
          Range.of(20, 0x3f, 0xff));

  /**
   * {@return from where an address can be reached}
   *
   * @param address the address
   */
  public static Reach of(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean old = bytes.length == 4;
    if (isIn(old ? LOCAL_V4 : LOCAL_V6, bytes)) {
      return LOCAL;
    }
    boolean given = old || GLOBAL_V6.contains(bytes);
    return given && !isIn(old ? RESERVED_V4 : RESERVED_V6, bytes) ? PUBLIC : RESERVED;
  }

  private static boolean isIn(List<Range> ranges, byte[] address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }
}
