package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the routing actor: those who wait for a place in a bucket, the least recently seen
 * first. Some have answered, and some only claim to be where they say.
 *
 * <p>Where there are too many, in all or in one part of the internet, claims go first, and the one
 * that was seen longest ago of what is then left.
 */
final class Waiting {

  private final int limit;
  private final Diversity diversity;
  private final List<Entry> entries = new ArrayList<>();

  Waiting(int limit, Diversity diversity) {
    this.limit = limit;
    this.diversity = diversity;
  }

  int size() {
    return entries.size();
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Takes an entry as it is. */
  void add(Entry entry) {
    Entry.place(entries, entry);
  }

  /** Takes note of a node. */
  void seen(Contact contact, boolean verified, long now) {
    int known = Entry.indexOf(entries, contact.key());
    add(
        known >= 0
            ? entries.remove(known).seen(contact, verified, now)
            : new Entry(contact, verified, 0, now));
    thin(diversity.crowd(contact, entries));
    if (entries.size() > limit) {
      thin(entries);
    }
  }

  /** Drops one of these, if there are any. */
  private void thin(List<Entry> crowd) {
    crowd.stream()
        .filter(entry -> !entry.verified())
        .findFirst()
        .or(() -> crowd.stream().findFirst())
        .ifPresent(entries::remove);
  }

  /** The one seen last of whom something holds; null if it does of none. */
  @Nullable Entry freshest(Predicate<Entry> condition) {
    return entries.reversed().stream().filter(condition).findFirst().orElse(null);
  }

  boolean holds(Key key) {
    return Entry.indexOf(entries, key) >= 0;
  }

  void remove(Key key) {
    entries.removeIf(entry -> entry.key().equals(key));
  }

  /** Forgets who does not answer at this address. */
  void failed(Contact contact) {
    entries.removeIf(entry -> entry.contact().equals(contact));
  }
}
