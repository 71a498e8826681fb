package dev.weft.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Prefix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Keys, contacts and checks for the tests of the routing table. */
final class Nodes {

  static final Key SELF = key("");
  static final long SECOND = Duration.ofSeconds(1).toNanos();

  private Nodes() {}

  /** The key that begins with these bits, and goes on with zeros. */
  static Key key(String bits) {
    byte[] bytes = new byte[Key.BYTES];
    for (int i = 0; i < bits.length(); i++) {
      if (bits.charAt(i) == '1') {
        bytes[i / 8] |= (byte) (0x80 >> i % 8);
      }
    }
    return Key.fromBytes(bytes);
  }

  /** The node whose key begins with these bits. */
  static Contact node(String bits) {
    return at(key(bits), 1908);
  }

  static Contact at(Key key, int port) {
    return new Contact(key, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** A node on the internet, or wherever. */
  static Contact on(Key key, String host) {
    return new Contact(key, new InetSocketAddress(host, 1908));
  }

  /** Nodes whose keys begin with these bits and are random beyond. */
  static List<Contact> nodes(String bits, int count, long seed) {
    var random = new Random(seed);
    var nodes = new ArrayList<Contact>();
    while (nodes.size() < count) {
      byte[] prefix = key(bits).toBytes();
      byte[] bytes = Key.random(random).toBytes();
      for (int i = 0; i < bits.length(); i++) {
        int mask = 0x80 >> i % 8;
        bytes[i / 8] = (byte) (bytes[i / 8] & ~mask | prefix[i / 8] & mask);
      }
      nodes.add(at(Key.fromBytes(bytes), 1908));
    }
    return nodes;
  }

  static RoutingOptions options(int k) {
    return RoutingOptions.defaults().withK(k);
  }

  /** What must hold for a table at any time. */
  static void checkInvariants(RoutingTable table, Key self, RoutingOptions options) {
    var seen = new HashSet<Key>();
    List<Contact> everybody =
        table.buckets().stream().flatMap(b -> b.contacts().stream()).map(Entry::contact).toList();
    assertThat(mostOfOnePrefix(everybody, options))
        .isLessThanOrEqualTo(options.prefixes().inTable());
    for (Bucket bucket : table.buckets()) {
      var leaf = (Frozen.Leaf) bucket.freeze();
      assertThat(bucket.contacts()).hasSizeLessThanOrEqualTo(options.k());
      assertThat(bucket.replacements()).hasSizeLessThanOrEqualTo(options.replacementCacheSize());
      assertThat(bucket.contacts()).allMatch(Entry::verified);
      assertThat(mostOfOnePrefix(leaf.contacts(), options))
          .isLessThanOrEqualTo(options.prefixes().inBucket());
      assertThat(bucket.replacements())
          .as("waits without need")
          .noneMatch(
              entry ->
                  !bucket.isFull()
                      && entry.verified()
                      && options.prefixes().prefix(entry.contact()).isEmpty());
      assertThat(bucket.contacts()).isSortedAccordingTo(Nodes::bySight);
      assertThat(bucket.replacements()).isSortedAccordingTo(Nodes::bySight);
      assertThat(leaf.contacts())
          .containsExactlyInAnyOrderElementsOf(
              bucket.contacts().stream().map(Entry::contact).toList());
      var all = new ArrayList<>(bucket.contacts());
      bucket.replacements().stream().filter(entry -> !isElsewhere(entry, bucket)).forEach(all::add);
      for (Entry entry : all) {
        assertThat(seen.add(entry.key())).isTrue();
        assertThat(entry.key()).isNotEqualTo(self);
        assertThat(entry.failures()).isLessThan(options.maxFailures());
        assertThat(table.bucketOf(entry.key())).isSameAs(bucket);
        assertThat(entry.key().commonPrefix(all.getFirst().key()))
            .isGreaterThanOrEqualTo(leaf.depth());
        assertThat(Math.min(self.commonPrefix(entry.key()), leaf.depth())).isEqualTo(leaf.range());
      }
    }
  }

  private static int mostOfOnePrefix(List<Contact> contacts, RoutingOptions options) {
    List<Prefix> prefixes =
        contacts.stream().map(options.prefixes()::prefix).flatMap(Optional::stream).toList();
    return prefixes.stream().mapToInt(p -> Collections.frequency(prefixes, p)).max().orElse(0);
  }

  /** Whether it is where a contact that has failed claims to be now. */
  private static boolean isElsewhere(Entry waiting, Bucket bucket) {
    return bucket.contacts().stream()
        .anyMatch(
            entry ->
                entry.key().equals(waiting.key())
                    && !entry.isSound()
                    && !waiting.verified()
                    && !entry.contact().equals(waiting.contact()));
  }

  private static int bySight(Entry a, Entry b) {
    return Long.signum(a.seenAt() - b.seenAt());
  }
}
