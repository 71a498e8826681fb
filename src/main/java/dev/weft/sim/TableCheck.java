package dev.weft.sim;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.BucketSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks one routing table: it does not hold the node itself, nor anybody twice; every contact lies
 * in the bucket of its prefix; no bucket is longer than k, with as many replacements; and there are
 * not more buckets than any set of keys could need. Stateless.
 */
final class TableCheck {

  /** The path of our own, and as many again for neighbours beyond it. */
  private static final int MOST_BUCKETS = 2 * Key.BITS + 1;

  private TableCheck() {}

  /**
   * What is wrong; empty if nothing is.
   *
   * @param self whose table it is
   */
  static String flaw(Key self, List<BucketSnapshot> buckets, int k) {
    if (buckets.size() > MOST_BUCKETS) {
      return "it has " + buckets.size() + " buckets";
    }
    Set<Key> keys = new HashSet<>();
    return buckets.stream()
        .map(bucket -> flaw(self, bucket, k, keys))
        .filter(flaw -> !flaw.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String flaw(Key self, BucketSnapshot bucket, int k, Set<Key> keys) {
    List<Contact> contacts = bucket.contacts();
    if (contacts.size() > k || bucket.replacements() > k) {
      return "a bucket is too full: " + bucket;
    }
    for (Contact contact : contacts) {
      if (!keys.add(contact.key())) {
        return contact + " is in it twice";
      }
      if (!belongs(contact.key(), bucket, self)) {
        return contact + " is in the wrong bucket: " + bucket;
      }
    }
    return "";
  }

  /** Nobody shares all bits with the node itself, so that belongs nowhere. */
  private static boolean belongs(Key key, BucketSnapshot bucket, Key self) {
    int shared = self.commonPrefix(key);
    boolean own = bucket.prefixBits() == bucket.depth();
    return (own ? shared >= bucket.prefixBits() : shared == bucket.prefixBits())
        && shared < Key.BITS
        && key.commonPrefix(bucket.contacts().getFirst().key()) >= bucket.depth();
  }
}
