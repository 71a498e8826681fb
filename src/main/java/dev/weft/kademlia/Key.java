package dev.weft.kademlia;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * A point in the 512-bit key space: the name of a node or of an item. Immutable, and safe for use
 * by any number of threads.
 *
 * <p>Keys are made by SHA-512 (as in the drogulus; the Kademlia paper takes 160-bit SHA-1). The
 * distance between two keys is their XOR, read as an unsigned number (Kademlia, §2.1). No operation
 * here that compares distances allocates; and nearly every comparison is decided by the first 64
 * bits, which are therefore held apart.
 */
public final class Key implements Comparable<Key> {

  /** The length of a key, in bits. */
  public static final int BITS = 512;

  /** The length of a key, in bytes. */
  public static final int BYTES = BITS / 8;

  private static final int WORDS = BITS / Long.SIZE;
  private static final HexFormat HEX = HexFormat.of();

  /** The most significant bits. */
  private final long head;

  /** The others, big endian. */
  private final long[] tail;

  private Key(long head, long[] tail) {
    this.head = head;
    this.tail = tail;
  }

  /**
   * {@return the key of a name: SHA-512 of its UTF-8 bytes}
   *
   * @param name any text, for example {@code "home/pinner"}
   */
  public static Key of(String name) {
    return hash(name.getBytes(UTF_8));
  }

  /**
   * {@return SHA-512 of the given byte strings, one after the other}
   *
   * @param parts the bytes, of any number and length
   */
  public static Key hash(byte[]... parts) {
    MessageDigest sha512 = sha512();
    for (byte[] part : parts) {
      sha512.update(part);
    }
    return fromBytes(sha512.digest());
  }

  /**
   * {@return the key with exactly these bytes, most significant first}
   *
   * @param bytes 64 bytes, which are copied
   * @throws IllegalArgumentException if there are not 64 of them
   */
  public static Key fromBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "a key has " + BYTES + " bytes, and these are " + bytes.length);
    }
    return read(ByteBuffer.wrap(bytes));
  }

  /**
   * Takes the next 64 bytes of a buffer in big endian order.
   *
   * @param in a buffer, whose position is moved behind them
   * @return the key that they are
   * @throws java.nio.BufferUnderflowException if fewer remain
   */
  public static Key read(ByteBuffer in) {
    long head = in.getLong();
    long[] tail = new long[WORDS - 1];
    for (int i = 0; i < tail.length; i++) {
      tail[i] = in.getLong();
    }
    return new Key(head, tail);
  }

  /**
   * Reads what {@link #toString()} writes: 128 hexadecimal digits, in either case.
   *
   * @param hex 128 digits
   * @return the key
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Key parse(String hex) {
    if (!looksLikeKey(hex)) {
      throw new IllegalArgumentException(
          "a key is written as " + 2 * BYTES + " hexadecimal digits, and this is: " + hex);
    }
    return fromBytes(HEX.parseHex(hex));
  }

  /**
   * {@return whether a text has the form of a key: 128 hexadecimal digits}
   *
   * @param text any text
   */
  public static boolean looksLikeKey(String text) {
    return text.length() == 2 * BYTES && text.chars().allMatch(HexFormat::isHexDigit);
  }

  /**
   * {@return a key drawn evenly from the whole key space}
   *
   * @param random whose chance it is
   */
  public static Key random(RandomGenerator random) {
    return new Key(random.nextLong(), random.longs(WORDS - 1).toArray());
  }

  /**
   * {@return a key drawn evenly from those that share exactly the first {@code prefixBits} bits
   * with this one, and differ in the next: how a bucket is refreshed (Kademlia, §2.3)}
   *
   * @param prefixBits 0 to 511
   * @param random whose chance it is
   */
  public Key randomAt(int prefixBits, RandomGenerator random) {
    long[] words = random.longs(WORDS).toArray();
    int word = prefixBits / Long.SIZE;
    int bit = prefixBits % Long.SIZE;
    for (int i = 0; i < word; i++) {
      words[i] = word(i);
    }
    long flipped = 1L << (Long.SIZE - 1 - bit);
    long kept = -flipped << 1;
    words[word] = (word(word) & kept) | (~word(word) & flipped) | (words[word] & (flipped - 1));
    return new Key(words[0], Arrays.copyOfRange(words, 1, WORDS));
  }

  /**
   * {@return the least of all keys that share the first {@code prefixBits} bits with this one}
   *
   * @param prefixBits 0 to 511
   */
  public Key least(int prefixBits) {
    long[] words = new long[WORDS];
    int word = prefixBits / Long.SIZE;
    for (int i = 0; i < word; i++) {
      words[i] = word(i);
    }
    words[word] = word(word) & ~(-1L >>> prefixBits);
    return new Key(words[0], Arrays.copyOfRange(words, 1, WORDS));
  }

  /**
   * {@return the greatest of all keys that share the first {@code prefixBits} bits with this one}
   *
   * @param prefixBits 0 to 511
   */
  public Key greatest(int prefixBits) {
    long[] words = new long[WORDS];
    Arrays.fill(words, -1L);
    int word = prefixBits / Long.SIZE;
    for (int i = 0; i < word; i++) {
      words[i] = word(i);
    }
    words[word] = word(word) | (-1L >>> prefixBits);
    return new Key(words[0], Arrays.copyOfRange(words, 1, WORDS));
  }

  /**
   * The bit at an index: 0 is the most significant, 511 the least.
   *
   * @param index 0 to 511
   * @return true if it is 1
   */
  public boolean bit(int index) {
    return (word(index / Long.SIZE) << index) < 0;
  }

  private long word(int index) {
    return index == 0 ? head : tail[index - 1];
  }

  /**
   * {@return how many leading bits the two keys share: 0 to 512} More means closer.
   *
   * @param other the other key
   */
  public int commonPrefix(Key other) {
    for (int i = 0; i < WORDS; i++) {
      long difference = word(i) ^ other.word(i);
      if (difference != 0) {
        return i * Long.SIZE + Long.numberOfLeadingZeros(difference);
      }
    }
    return BITS;
  }

  /**
   * Compares how far two keys are from this one, by XOR.
   *
   * @param a a key
   * @param b another
   * @return negative if {@code a} is closer to this key, positive if {@code b} is, 0 if they are
   *     the same key
   */
  public int compareDistance(Key a, Key b) {
    for (int i = 0; i < WORDS; i++) {
      int order = Long.compareUnsigned(word(i) ^ a.word(i), word(i) ^ b.word(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /**
   * {@return how far another key is from this one, as a part of the farthest that there is: from 0
   * to 1, decided by the first 64 bits}
   *
   * @param other the other key
   */
  public double distanceTo(Key other) {
    // Read as unsigned, in two steps: a double holds 53 bits.
    long distance = head ^ other.head;
    return ((distance >>> 1) + 0.5 * (distance & 1)) / -(double) Long.MIN_VALUE;
  }

  /** {@return the order of keys by their distance to this one, closest first} */
  public Comparator<Key> byDistance() {
    return this::compareDistance;
  }

  /**
   * Appends the 64 bytes of this key, most significant first.
   *
   * @param out a buffer that has room for them; its position is moved behind them
   */
  public void write(ByteBuffer out) {
    out.putLong(head);
    for (long word : tail) {
      out.putLong(word);
    }
  }

  /** {@return the 64 bytes of this key, most significant first} */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    write(bytes);
    return bytes.array();
  }

  /** {@return the first eight hexadecimal digits: enough to tell nodes apart in a log} */
  public String abbreviated() {
    return HEX.toHexDigits(head).substring(0, 8);
  }

  /** Keys in the order of the unsigned numbers that they are. */
  @Override
  public int compareTo(Key other) {
    for (int i = 0; i < WORDS; i++) {
      int order = Long.compareUnsigned(word(i), other.word(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Key key && head == key.head && Arrays.equals(tail, key.tail));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(head);
  }

  /** 128 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return HEX.formatHex(toBytes());
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-512", e);
    }
  }
}
