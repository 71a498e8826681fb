package dev.weft.sim;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.BucketSnapshot;
import dev.weft.routing.RoutingSnapshot;
import java.util.HashSet;
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
   * @return what is wrong; empty if nothing is
   */
  static String flaw(RoutingSnapshot table, int k) {
    Set<Key> keys = new HashSet<>();
    if (table.buckets().size() > MOST_BUCKETS) {
      return "it has " + table.buckets().size() + " buckets";
    }
    for (BucketSnapshot bucket : table.buckets()) {
      String name = "the bucket of " + bucket.prefixBits() + " bits";
      if (bucket.contacts().size() > k || bucket.replacements() > k) {
        return "%s has %d contacts and %d replacements"
            .formatted(name, bucket.contacts().size(), bucket.replacements());
      }
      for (Contact contact : bucket.contacts()) {
        if (contact.key().equals(table.self())) {
          return "it holds the node itself";
        }
        if (!keys.add(contact.key())) {
          return "it holds " + contact + " twice";
        }
        if (!belongs(contact, bucket, table.self())) {
          return contact + " does not belong in " + name;
        }
      }
    }
    return "";
  }

  private static boolean belongs(Contact contact, BucketSnapshot bucket, Key self) {
    int shared = self.commonPrefix(contact.key());
    boolean own = bucket.prefixBits() == bucket.depth();
    Key other = bucket.contacts().getFirst().key();
    return (own ? shared >= bucket.prefixBits() : shared == bucket.prefixBits())
        && other.commonPrefix(contact.key()) >= bucket.depth();
  }
}
