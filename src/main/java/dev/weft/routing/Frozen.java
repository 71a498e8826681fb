package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.List;
import java.util.function.Consumer;

/** A part of the table's tree as it was at one moment. Immutable, and shared by snapshots. */
sealed interface Frozen {

  /** How many contacts are in it. */
  int size();

  /**
   * Appends at least the n closest of its contacts to a target, or all, the closest first. Appends
   * whole buckets, so there may be more of them.
   *
   * @param soundOnly whether contacts that left the last call unanswered are passed over
   */
  void closest(Key target, int n, boolean soundOnly, List<Contact> found);

  /** Visits the buckets in the order of their keys. */
  void forEachLeaf(Consumer<Leaf> visitor);

  /**
   * Where the keys part by one of their bits. All contacts on the target's side are closer to it
   * than any on the other, so the other side is visited only when there are too few.
   */
  record Branch(int bit, Frozen zero, Frozen one, int size) implements Frozen {

    Branch(int bit, Frozen zero, Frozen one) {
      this(bit, zero, one, zero.size() + one.size());
    }

    @Override
    public void closest(Key target, int n, boolean soundOnly, List<Contact> found) {
      boolean inOne = target.bit(bit);
      (inOne ? one : zero).closest(target, n, soundOnly, found);
      if (found.size() < n) {
        (inOne ? zero : one).closest(target, n, soundOnly, found);
      }
    }

    @Override
    public void forEachLeaf(Consumer<Leaf> visitor) {
      zero.forEachLeaf(visitor);
      one.forEachLeaf(visitor);
    }
  }

  /**
   * A bucket.
   *
   * @param depth how many leading bits all keys of its range share
   * @param range how many they share with our own key: the same as depth in the bucket that our own
   *     key lies in
   * @param contacts its contacts, in no order that means anything
   * @param sound those of them that did not leave the last call unanswered
   * @param replacements how many candidates wait beside it
   * @param lookedUpAt when a key in its range was last looked up
   */
  record Leaf(
      int depth,
      int range,
      List<Contact> contacts,
      List<Contact> sound,
      int replacements,
      long lookedUpAt)
      implements Frozen {

    @Override
    public int size() {
      return contacts.size();
    }

    @Override
    public void closest(Key target, int n, boolean soundOnly, List<Contact> found) {
      int from = found.size();
      found.addAll(soundOnly ? sound : contacts);
      found.subList(from, found.size()).sort((a, b) -> target.compareDistance(a.key(), b.key()));
    }

    @Override
    public void forEachLeaf(Consumer<Leaf> visitor) {
      visitor.accept(this);
    }
  }
}
