package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the routing actor: up to k contacts of one range of keys, and the candidates that
 * wait for a place among them (Kademlia, §2.2 and §4.1). A leaf of the table's tree.
 *
 * <p>Both lists have the least recently seen first. Candidates wait only beside a full bucket:
 * whenever a place is free, the one seen last takes it.
 */
final class Bucket implements Subtree {

  private static final Comparator<Contact> BY_KEY = Comparator.comparing(Contact::key);

  private final int depth;
  private final int range;
  private final RoutingOptions options;
  private final Consumer<Contact> admitted;
  private final Consumer<Contact> lost;
  private final List<Entry> contacts = new ArrayList<>();
  private final List<Entry> replacements = new ArrayList<>();
  private long lookedUpAt;
  private Frozen.Leaf frozen;
  private boolean changed;

  /**
   * @param depth how many leading bits the keys of its range share
   * @param range how many they share with our own key
   * @param admitted told of each contact that gets a place
   * @param lost told of each contact that loses its place because it did not answer
   */
  Bucket(
      int depth,
      int range,
      RoutingOptions options,
      Consumer<Contact> admitted,
      Consumer<Contact> lost,
      long lookedUpAt) {
    this.depth = depth;
    this.range = range;
    this.options = options;
    this.admitted = admitted;
    this.lost = lost;
    this.lookedUpAt = lookedUpAt;
    this.frozen = new Frozen.Leaf(depth, range, List.of(), List.of(), 0, lookedUpAt);
  }

  /** Whether our own key lies in its range. */
  boolean isOwn() {
    return depth == range;
  }

  boolean isFull() {
    return contacts.size() == options.k();
  }

  boolean holds(Key key) {
    return indexOf(contacts, key) >= 0;
  }

  /** How many leading bits the keys of its range share with our own key. */
  int range() {
    return range;
  }

  long lookedUpAt() {
    return lookedUpAt;
  }

  void lookedUp(long now) {
    lookedUpAt = now;
  }

  /** What is known of its contacts, the least recently seen first. */
  List<Entry> contacts() {
    return List.copyOf(contacts);
  }

  /** What is known of the candidates, the least recently seen first. */
  List<Entry> replacements() {
    return List.copyOf(replacements);
  }

  /**
   * Takes note of a node in its range. A newcomer gets a free place or that of a contact that has
   * failed; else it waits.
   *
   * @return the contact whose death would let a waiting newcomer in, if it is time to ask for it
   */
  @Nullable Contact seen(Contact contact, boolean verified, long now) {
    int known = indexOf(contacts, contact.key());
    if (known >= 0) {
      Entry before = contacts.remove(known);
      Entry after = before.seen(contact, verified, now);
      place(contacts, after);
      changed |= !after.contact().equals(before.contact()) || after.isSound() != before.isSound();
      return null;
    }
    int waiting = indexOf(replacements, contact.key());
    place(
        replacements,
        waiting >= 0
            ? replacements.remove(waiting).seen(contact, verified, now)
            : new Entry(contact, verified, 0, now));
    if (replacements.size() > options.replacementCacheSize()) {
      replacements.removeFirst();
    }
    if (isFull() && !dropFailing()) {
      Entry oldest = contacts.getFirst();
      return now - oldest.seenAt() >= options.pingAfter().toNanos() ? oldest.contact() : null;
    }
    refill();
    return null;
  }

  /** Takes note that a node did not answer. A failure at an address it has left does not count. */
  void failed(Contact contact) {
    replacements.removeIf(entry -> entry.contact().equals(contact));
    int at = indexOf(contacts, contact.key());
    if (at < 0 || !contacts.get(at).contact().equals(contact)) {
      return;
    }
    changed |= contacts.get(at).isSound();
    Entry entry = contacts.get(at).failed();
    contacts.set(at, entry);
    if (entry.failures() >= options.maxFailures()) {
      remove(contact.key());
      lost.accept(contact);
    } else if (dropFailing()) {
      refill();
    }
  }

  /** Forgets a node; a candidate takes its place. */
  void remove(Key key) {
    replacements.removeIf(entry -> entry.key().equals(key));
    changed |= contacts.removeIf(entry -> entry.key().equals(key));
    refill();
  }

  /** The two halves of this bucket, to be put in its place. */
  Fork split(Key self) {
    return new Fork(depth, half(self, false), half(self, true));
  }

  private Bucket half(Key self, boolean bit) {
    boolean own = isOwn() && self.bit(depth) == bit;
    var half = new Bucket(depth + 1, own ? depth + 1 : range, options, admitted, lost, lookedUpAt);
    contacts.stream().filter(entry -> entry.key().bit(depth) == bit).forEach(half.contacts::add);
    replacements.stream()
        .filter(entry -> entry.key().bit(depth) == bit)
        .forEach(half.replacements::add);
    half.changed = true;
    half.refill();
    return half;
  }

  /** Lets candidates in, the freshest first, while there is room. */
  private void refill() {
    while (!isFull() && !replacements.isEmpty()) {
      Entry freshest = replacements.removeLast();
      place(contacts, freshest);
      changed = true;
      admitted.accept(freshest.contact());
    }
  }

  /**
   * Drops the contact that has failed and was seen longest ago, if a candidate was seen since.
   * Without such a one a flagged contact is kept: better than an empty place (Kademlia, §4.1).
   */
  private boolean dropFailing() {
    for (Iterator<Entry> each = contacts.iterator(); each.hasNext(); ) {
      Entry entry = each.next();
      if (!entry.isSound()) {
        boolean live =
            !replacements.isEmpty() && replacements.getLast().seenAt() - entry.seenAt() >= 0;
        if (live) {
          each.remove();
          lost.accept(entry.contact());
        }
        return live;
      }
    }
    return false;
  }

  /** Puts an entry behind those that were seen before it. */
  private static void place(List<Entry> entries, Entry entry) {
    int at = entries.size();
    while (at > 0 && entries.get(at - 1).seenAt() - entry.seenAt() > 0) {
      at--;
    }
    entries.add(at, entry);
  }

  private static int indexOf(List<Entry> entries, Key key) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public Frozen freeze() {
    if (changed
        || frozen.replacements() != replacements.size()
        || frozen.lookedUpAt() != lookedUpAt) {
      List<Contact> listed = changed ? listed(false) : frozen.contacts();
      List<Contact> sound = changed ? sound(listed) : frozen.sound();
      frozen = new Frozen.Leaf(depth, range, listed, sound, replacements.size(), lookedUpAt);
      changed = false;
    }
    return frozen;
  }

  private List<Contact> sound(List<Contact> listed) {
    return contacts.stream().allMatch(Entry::isSound) ? listed : listed(true);
  }

  /** Its contacts, or those that are sound, in the order of their keys. */
  private List<Contact> listed(boolean soundOnly) {
    var listed = new ArrayList<Contact>(contacts.size());
    for (Entry entry : contacts) {
      if (entry.isSound() || !soundOnly) {
        listed.add(entry.contact());
      }
    }
    listed.sort(BY_KEY);
    return Collections.unmodifiableList(listed);
  }
}
