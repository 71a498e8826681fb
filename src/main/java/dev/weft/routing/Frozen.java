package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A part of the table's tree as it was at one moment. Immutable, and shared by snapshots. */
sealed interface Frozen {

  /** How many contacts are in it. */
  int size();

  /**
   * Appends its contacts to a list, those closest to a target first, until n are in it.
   *
   * @param soundOnly whether contacts that left the last call unanswered are passed over
   */
  void closest(Key target, int n, boolean soundOnly, List<Contact> found);

  /**
   * How many of its contacts are closer to us than a key of its range.
   *
   * @param enough from this number on, it may stop counting
   */
  int closer(Key key, Key self, int enough);

  /** The bucket in whose range a key lies. */
  Leaf leafOf(Key key);

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

    private Frozen side(boolean inOne) {
      return inOne ? one : zero;
    }

    @Override
    public void closest(Key target, int n, boolean soundOnly, List<Contact> found) {
      boolean inOne = target.bit(bit);
      side(inOne).closest(target, n, soundOnly, found);
      if (found.size() < n) {
        side(!inOne).closest(target, n, soundOnly, found);
      }
    }

    @Override
    public int closer(Key key, Key self, int enough) {
      boolean inOne = key.bit(bit);
      int between = inOne == self.bit(bit) ? 0 : side(!inOne).size();
      return between < enough ? between + side(inOne).closer(key, self, enough - between) : between;
    }

    @Override
    public Leaf leafOf(Key key) {
      return side(key.bit(bit)).leafOf(key);
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
   * @param contacts its contacts, in the order of their keys
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

    /** Whether our own key lies in its range. */
    boolean isOwn() {
      return depth == range;
    }

    /** The contact with a key, where it did not leave the last call unanswered. */
    @Nullable Contact findSound(Key key) {
      return find(sound, key);
    }

    /** Whether the contact with a key, which is none of the sound, is listed all the same. */
    boolean holdsFailing(Key key) {
      return sound.size() < contacts.size() && find(contacts, key) != null;
    }

    private static @Nullable Contact find(List<Contact> sorted, Key key) {
      int from = 0;
      int to = sorted.size();
      while (from < to) {
        int middle = (from + to) / 2;
        Contact contact = sorted.get(middle);
        int order = contact.key().compareTo(key);
        if (order == 0) {
          return contact;
        }
        from = order < 0 ? middle + 1 : from;
        to = order < 0 ? to : middle;
      }
      return null;
    }

    @Override
    public int size() {
      return contacts.size();
    }

    @Override
    public void closest(Key target, int n, boolean soundOnly, List<Contact> found) {
      List<Contact> sorted = soundOnly ? sound : contacts;
      closest(target, n, sorted, 0, sorted.size(), found);
    }

    /** A part of a sorted list is a tree, too: it parts where the first and the last key do. */
    private static void closest(
        Key target, int n, List<Contact> sorted, int from, int to, List<Contact> found) {
      if (from == to || found.size() == n) {
        return;
      }
      if (to - from == 1) {
        found.add(sorted.get(from));
        return;
      }
      int bit = sorted.get(from).key().commonPrefix(sorted.get(to - 1).key());
      int ones = from + 1;
      while (!sorted.get(ones).key().bit(bit)) {
        ones++;
      }
      boolean inOne = target.bit(bit);
      closest(target, n, sorted, inOne ? ones : from, inOne ? to : ones, found);
      closest(target, n, sorted, inOne ? from : ones, inOne ? ones : to, found);
    }

    @Override
    public int closer(Key key, Key self, int enough) {
      int closer = 0;
      for (Contact contact : contacts) {
        closer += self.compareDistance(contact.key(), key) < 0 ? 1 : 0;
      }
      return closer;
    }

    @Override
    public Leaf leafOf(Key key) {
      return this;
    }

    @Override
    public void forEachLeaf(Consumer<Leaf> visitor) {
      visitor.accept(this);
    }
  }
}
