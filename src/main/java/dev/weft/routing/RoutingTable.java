package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the routing actor: k-buckets as the leaves of a binary tree over all keys (Kademlia,
 * §2.2 to §2.4). Knows no clock, no thread and no network; times are passed in.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>At first one bucket covers all keys. A full bucket in whose range our own key lies splits for
 * a newcomer, so the table knows much of what is near and little of what is far. That alone would
 * lose neighbours where the tree is unbalanced: when few or no nodes share our bucket's prefix, the
 * k nodes closest to us lie beyond it, possibly in a bucket that is full. So any full bucket splits
 * for a newcomer that is closer to us than the k-th closest contact (§2.4: a node keeps all valid
 * contacts in a subtree of at least k nodes). Such a bucket always holds that k-th contact, so with
 * honest keys these splits add a few buckets. Made-up keys could cause many, one long path after
 * another; hence this rule rests while there are {@value #MAX_BUCKETS} buckets.
 *
 * <p>Lookups are remembered by range: the distance from our key that a bucket covers. All buckets
 * into which the neighbourhood's rule has split a range are marked together, since a refresh can
 * only draw from the range ({@link Key#randomAt}).
 */
final class RoutingTable {

  /** The longest path of our own takes half of it. */
  static final int MAX_BUCKETS = 2 * Key.BITS;

  private static final int MOST_LOST = 100;

  private final Key self;
  private final RoutingOptions options;
  private final Blacklist blacklist;
  private final Lost lost = new Lost(MOST_LOST);
  private Subtree root;
  private int buckets = 1;
  private RoutingSnapshot snapshot;

  /**
   * @param admitted told of each contact that gets a place in a bucket
   * @param now when the table is made; counts as a lookup in every bucket
   */
  RoutingTable(Key self, RoutingOptions options, Consumer<Contact> admitted, long now) {
    this.self = self;
    this.options = options;
    this.blacklist = new Blacklist(options.blacklistFor(), options.blacklistSize());
    var diversity = new Diversity(options.prefixes());
    this.root = new Bucket(0, 0, options, diversity, admitted, lost::add, now);
    this.snapshot = new RoutingSnapshot(self, root.freeze());
  }

  /**
   * Takes note of a node. We ourselves and nodes on the blacklist are passed over.
   *
   * @param verified whether it answered a call of ours at this address; false when it called us,
   *     and only waits then, until it has answered, too
   * @return a contact that should be pinged, as the newcomer waits for its place
   */
  @Nullable Contact seen(Contact contact, boolean verified, long now) {
    Key key = contact.key();
    if (key.equals(self) || blacklist.contains(key, now)) {
      return null;
    }
    if (verified) {
      lost.found(key);
    }
    Bucket bucket = bucketOf(key);
    while (verified
        && bucket.isFull()
        && !bucket.holds(key)
        && splitsFor(bucket, key)
        && bucket.admits(contact)) {
      root = grow(root, key, bucket.split(self));
      buckets++;
      bucket = bucketOf(key);
    }
    return bucket.seen(contact, verified, now);
  }

  /**
   * A node that has called, and would get a place if it answered where it claims to be.
   *
   * @param near in whose bucket it is
   * @param wanted of whom it is one
   */
  @Nullable Contact candidate(Key near, Predicate<Contact> wanted) {
    return candidate(bucketOf(near), wanted);
  }

  /** The same, in whatever bucket. */
  @Nullable Contact candidate(Predicate<Contact> wanted) {
    for (Bucket bucket : buckets()) {
      Contact found = candidate(bucket, wanted);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Contact candidate(Bucket bucket, Predicate<Contact> wanted) {
    return bucket.candidate(wanted, key -> splitsFor(bucket, key));
  }

  /** Takes note that a node did not answer a call. */
  void failed(Contact contact) {
    lost.failed(contact);
    bucketOf(contact.key()).failed(contact);
  }

  /**
   * Forgets a node that lied, and ignores it for a while.
   *
   * @return for how long
   */
  Duration misbehaved(Contact contact, long now) {
    long nanos = blacklist.add(contact.key(), now);
    lost.forget(contact.key());
    left(contact);
    return Duration.ofNanos(nanos);
  }

  /** Ignores a node that lied in an earlier run, for as long as is left of its time. */
  void ignore(Key key, long left, long now) {
    blacklist.addAgain(key, left, now);
  }

  /** Who is ignored, and for how much longer; the shortest first. */
  Map<Key, Long> ignored(long now) {
    return blacklist.left(now);
  }

  /** Forgets a node that has said good-bye; it is welcome again. */
  void left(Contact contact) {
    bucketOf(contact.key()).remove(contact.key());
  }

  /** Takes note that a key was looked up. */
  void lookedUp(Key target, long now) {
    int range = bucketOf(target).range();
    for (Bucket bucket : buckets()) {
      if (bucket.range() == range) {
        bucket.lookedUp(now);
      }
    }
  }

  /**
   * The ranges in which nothing was looked up for a time (Kademlia, §2.3).
   *
   * @return for each, the farthest first, how many leading bits its keys share with our own
   */
  List<Integer> staleBuckets(long now, long ageNanos) {
    return buckets().stream()
        .filter(bucket -> now - bucket.lookedUpAt() >= ageNanos)
        .map(Bucket::range)
        .distinct()
        .sorted()
        .toList();
  }

  /** Some of those that were dropped because they did not answer, to be tried again. */
  List<Contact> lost(int count) {
    return lost.next(count);
  }

  /** How many of those that were dropped and stayed silent have answered since the last time. */
  int returned() {
    return lost.returned();
  }

  /** The contacts closest to a key, the closest first. */
  List<Contact> closest(Key target, int n) {
    return snapshot().closest(target, n);
  }

  /** The table as it is now; the same object as long as nothing that it shows has changed. */
  @SuppressWarnings("ReferenceEquality") // comparing what they hold would walk both trees
  RoutingSnapshot snapshot() {
    Frozen frozen = root.freeze();
    if (snapshot.root() != frozen) {
      snapshot = new RoutingSnapshot(self, frozen);
    }
    return snapshot;
  }

  /** Whether two keys lie in the range of the same bucket. */
  boolean sameBucket(Key a, Key b) {
    return bucketOf(a) == bucketOf(b);
  }

  /** The bucket in whose range a key lies. */
  Bucket bucketOf(Key key) {
    Subtree at = root;
    while (at instanceof Fork fork) {
      at = fork.side(key);
    }
    return (Bucket) at;
  }

  /** All buckets, in the order of their keys. */
  List<Bucket> buckets() {
    var all = new ArrayList<Bucket>();
    collect(root, all);
    return all;
  }

  private static void collect(Subtree part, List<Bucket> into) {
    switch (part) {
      case Fork fork -> {
        collect(fork.zero(), into);
        collect(fork.one(), into);
      }
      case Bucket bucket -> into.add(bucket);
    }
  }

  /**
   * Whether a full bucket splits for a newcomer, as it is our own, or this is among the k nodes
   * closest to us.
   */
  private boolean splitsFor(Bucket bucket, Key key) {
    return bucket.isOwn() || (buckets < MAX_BUCKETS && snapshot().isAmongClosest(key, options.k()));
  }

  /** Puts a fork in the place of the bucket in whose range a key lies. */
  private static Subtree grow(Subtree part, Key key, Fork grown) {
    return switch (part) {
      case Fork fork -> {
        fork.put(key, grow(fork.side(key), key, grown));
        yield fork;
      }
      case Bucket bucket -> grown;
    };
  }
}
