package dev.weft.routing;

import static java.util.Comparator.comparingInt;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The routing table as it was at one moment. Immutable, and safe for use by any number of threads.
 *
 * <p>It tells which contacts there are and how they lie in buckets, not which of them was seen
 * last. Two successive snapshots share every bucket that did not change between them.
 */
public final class RoutingSnapshot {

  private final Key self;
  private final Frozen root;

  RoutingSnapshot(Key self, Frozen root) {
    this.self = self;
    this.root = root;
  }

  Frozen root() {
    return root;
  }

  /** {@return our own key, which is never among the contacts} */
  public Key self() {
    return self;
  }

  /**
   * {@return the contacts closest to a key, the closest first} Takes time for the buckets that
   * these lie in, not for the whole table.
   *
   * @param target the key
   * @param n how many, at most; not negative
   */
  public List<Contact> closest(Key target, int n) {
    return closest(target, n, false);
  }

  /**
   * {@return the contacts to name to others who ask for the closest to a key, the closest first: as
   * {@link #closest}, but those that left the last call unanswered only fill up a list that would
   * be too short, and come last} Nodes that named the dead to each other would hide the living
   * behind them for as long as it takes to drop the dead.
   *
   * @param target the key
   * @param n how many, at most; not negative
   */
  public List<Contact> closestToName(Key target, int n) {
    List<Contact> sound = closest(target, n, true);
    if (sound.size() == n || sound.size() == size()) {
      return sound;
    }
    return Stream.concat(sound.stream(), closest(target, size(), false).stream())
        .distinct()
        .limit(n)
        .toList();
  }

  private List<Contact> closest(Key target, int n, boolean soundOnly) {
    var found = new ArrayList<Contact>(Math.min(n, size()));
    root.closest(target, n, soundOnly, found);
    return Collections.unmodifiableList(found);
  }

  /**
   * Whether a snapshot may look different when a contact has been seen: not where it is listed and
   * sound, or can but wait beside a full bucket.
   */
  boolean isNews(Contact contact, int k) {
    Key key = contact.key();
    Frozen.Leaf leaf = root.leafOf(key);
    Contact listed = leaf.findSound(key);
    if (listed != null) {
      return !listed.equals(contact);
    }
    return leaf.holdsFailing(key)
        || leaf.sound().size() < k
        || leaf.isOwn()
        || isAmongClosest(key, k);
  }

  /**
   * {@return the contact with a key, if there is one and it did not leave the last call unanswered}
   *
   * @param key the contact's
   */
  public Optional<Contact> sound(Key key) {
    return Optional.ofNullable(root.leafOf(key).findSound(key));
  }

  /** Whether fewer than n contacts are closer to us than a key. */
  boolean isAmongClosest(Key key, int n) {
    return root.closer(key, self, n) < n;
  }

  /** {@return all contacts, in no order that means anything} */
  public List<Contact> contacts() {
    var all = new ArrayList<Contact>(size());
    root.forEachLeaf(leaf -> all.addAll(leaf.contacts()));
    return List.copyOf(all);
  }

  /**
   * {@return whether the contact with a key is listed, and left the last call unanswered}
   *
   * @param key the key
   */
  public boolean isFailing(Key key) {
    Frozen.Leaf leaf = root.leafOf(key);
    return leaf.findSound(key) == null && leaf.holdsFailing(key);
  }

  /** {@return how many contacts there are} */
  public int size() {
    return root.size();
  }

  /** {@return all buckets, the farthest first} */
  public List<BucketSnapshot> buckets() {
    var all = new ArrayList<BucketSnapshot>();
    root.forEachLeaf(
        leaf ->
            all.add(
                new BucketSnapshot(
                    leaf.range(),
                    leaf.depth(),
                    leaf.contacts(),
                    leaf.replacements(),
                    leaf.lookedUpAt())));
    all.sort(comparingInt(BucketSnapshot::prefixBits).thenComparingInt(BucketSnapshot::depth));
    return List.copyOf(all);
  }
}
