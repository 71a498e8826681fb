package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the routing actor: up to k contacts of one range of keys, all of which have answered
 * a call, and those who wait for a place among them (Kademlia, §2.2 and §4.1). A leaf of the
 * table's tree.
 *
 * <p>Both have the least recently seen first. Whenever a place is free, the one seen last takes it
 * of those that have answered, and of which there may be more ({@link Diversity}).
 */
final class Bucket implements Subtree {

  private static final Comparator<Contact> BY_KEY = Comparator.comparing(Contact::key);

  private final int depth;
  private final int range;
  private final RoutingOptions options;
  private final Diversity diversity;
  private final Consumer<Contact> admitted;
  private final Consumer<Contact> lost;
  private final List<Entry> contacts = new ArrayList<>();
  private final Waiting waiting;
  private long lookedUpAt;
  private Frozen.Leaf frozen;
  private boolean changed;

  /**
   * @param depth how many leading bits the keys of its range share
   * @param range how many they share with our own key
   * @param diversity shared by all buckets of a table
   * @param admitted told of each contact that gets a place
   * @param lost told of each contact that loses its place because it did not answer
   */
  Bucket(
      int depth,
      int range,
      RoutingOptions options,
      Diversity diversity,
      Consumer<Contact> admitted,
      Consumer<Contact> lost,
      long lookedUpAt) {
    this.depth = depth;
    this.range = range;
    this.options = options;
    this.diversity = diversity;
    this.waiting = new Waiting(options.replacementCacheSize(), diversity);
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
    return Entry.indexOf(contacts, key) >= 0;
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

  /** What is known of those who wait, the least recently seen first. */
  List<Entry> replacements() {
    return waiting.entries();
  }

  /** Whether there may be one more of a contact's part of the internet. */
  boolean admits(Contact newcomer) {
    return diversity.admits(newcomer, contacts);
  }

  /**
   * Takes note of a node in its range. A newcomer that has answered gets a free place or that of a
   * contact that has failed; else it waits.
   *
   * @return the contact whose death would let a waiting newcomer in, if it is time to ask for it
   */
  @Nullable Contact seen(Contact contact, boolean verified, long now) {
    int known = Entry.indexOf(contacts, contact.key());
    if (known >= 0) {
      seenAgain(contacts.remove(known), contact, verified, now);
      return null;
    }
    waiting.seen(contact, verified, now);
    if (isFull() && !dropFailing()) {
      Entry oldest = contacts.getFirst();
      boolean due = now - oldest.seenAt() >= options.pingAfter().toNanos();
      return due && waiting.holds(contact.key()) ? oldest.contact() : null;
    }
    if (verified && !admits(contact)) {
      diversity.refused(contact);
    }
    refill();
    return null;
  }

  /** It stays where it was as long as it answers there; where else it may be is kept in mind. */
  private void seenAgain(Entry before, Contact contact, boolean verified, long now) {
    Entry after = before.seen(contact, verified, now);
    if (!after.contact().equals(before.contact())) {
      diversity.left(before.contact());
      after = admits(after.contact()) ? after : before;
      diversity.entered(after.contact());
    }
    Entry.place(contacts, after);
    changed |= !after.contact().equals(before.contact()) || after.isSound() != before.isSound();
    if (after.isSound()) {
      waiting.remove(after.key());
    } else if (!contact.equals(after.contact())) {
      waiting.seen(contact, false, now);
    }
  }

  /**
   * One of those who wait and have not answered yet that would get a place if it did, the one seen
   * last.
   *
   * @param wanted of whom it is one
   * @param splits whether this bucket would split for a key
   */
  @Nullable Contact candidate(Predicate<Contact> wanted, Predicate<Key> splits) {
    if (waiting.size() == 0) {
      return null; // as mostly, and this is asked at each request that comes
    }
    boolean room = !isFull() || !contacts.stream().allMatch(Entry::isSound);
    Entry found =
        waiting.freshest(
            entry ->
                !entry.verified()
                    && wanted.test(entry.contact())
                    && (room || splits.test(entry.key()))
                    && admits(entry.contact()));
    return found == null ? null : found.contact();
  }

  /** Takes note that a node did not answer. A failure at an address it has left does not count. */
  void failed(Contact contact) {
    waiting.failed(contact);
    int at = Entry.indexOf(contacts, contact.key());
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

  /** Forgets a node; one of those who wait takes its place. */
  void remove(Key key) {
    waiting.remove(key);
    int at = Entry.indexOf(contacts, key);
    if (at >= 0) {
      diversity.left(contacts.remove(at).contact());
      changed = true;
    }
    refill();
  }

  /** The two halves of this bucket, to be put in its place. */
  Fork split(Key self) {
    return new Fork(depth, half(self, false), half(self, true));
  }

  private Bucket half(Key self, boolean bit) {
    boolean own = isOwn() && self.bit(depth) == bit;
    var half =
        new Bucket(
            depth + 1, own ? depth + 1 : range, options, diversity, admitted, lost, lookedUpAt);
    contacts.stream().filter(entry -> entry.key().bit(depth) == bit).forEach(half.contacts::add);
    waiting.entries().stream()
        .filter(entry -> entry.key().bit(depth) == bit)
        .forEach(half.waiting::add);
    half.changed = true;
    half.refill();
    return half;
  }

  /** The next to get a place. */
  private @Nullable Entry next() {
    return waiting.freshest(entry -> entry.verified() && admits(entry.contact()));
  }

  /** Lets those in who wait, the freshest first, while there is room. */
  private void refill() {
    for (Entry next = next(); next != null && !isFull(); next = next()) {
      waiting.remove(next.key());
      Entry.place(contacts, next);
      diversity.entered(next.contact());
      changed = true;
      admitted.accept(next.contact());
    }
  }

  /**
   * Drops the contact that has failed and was seen longest ago, if one that waits was seen since.
   * Without such a one a flagged contact is kept: better than an empty place (Kademlia, §4.1).
   */
  private boolean dropFailing() {
    Entry failing = contacts.stream().filter(entry -> !entry.isSound()).findFirst().orElse(null);
    Entry next = failing == null ? null : next();
    if (failing == null || next == null || next.seenAt() - failing.seenAt() < 0) {
      return false;
    }
    contacts.remove(failing);
    diversity.left(failing.contact());
    lost.accept(failing.contact());
    return true;
  }

  @Override
  public Frozen freeze() {
    if (changed || frozen.replacements() != waiting.size() || frozen.lookedUpAt() != lookedUpAt) {
      List<Contact> listed = changed ? listed(false) : frozen.contacts();
      List<Contact> sound = changed ? sound(listed) : frozen.sound();
      frozen = new Frozen.Leaf(depth, range, listed, sound, waiting.size(), lookedUpAt);
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
