package dev.weft.bench;

import dev.weft.item.ContentItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Random things of the usual size. Stateless. */
public final class Samples {

  private Samples() {}

  /** A node that nobody can be reached at, as each lives at an address of its own in 10/8. */
  public static Contact contact(RandomGenerator random) {
    byte[] address = {10, (byte) random.nextInt(), (byte) random.nextInt(), 1};
    try {
      return new Contact(
          Key.random(random), new InetSocketAddress(InetAddress.getByAddress(address), 1908));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** Several of them. */
  public static List<Contact> contacts(int count, RandomGenerator random) {
    return IntStream.range(0, count).mapToObj(_ -> contact(random)).toList();
  }

  /** An item that lives for a day. */
  public static ContentItem item(int valueBytes, RandomGenerator random) {
    byte[] value = new byte[valueBytes];
    random.nextBytes(value);
    return ContentItem.of(value, Instant.now().plus(Duration.ofDays(1)));
  }
}
