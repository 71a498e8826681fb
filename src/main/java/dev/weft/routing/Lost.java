package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Confined to the routing actor: contacts that lost their place because they did not answer. Most
 * are gone for good; but where a network has fallen apart, and each part has dropped the other,
 * they are all that is left to put it together again. A full list forgets the one that was tried or
 * added longest ago.
 *
 * <p>Neither in the paper nor in the drogulus, where parts that have forgotten each other stay
 * apart.
 */
final class Lost {

  /** So often somebody is named who does not come back: a day at least, four times an hour. */
  private static final int MOST_TRIES = 100;

  private record Tried(Contact contact, int times, boolean silent) {
    Tried again() {
      return new Tried(contact, times + 1, silent);
    }
  }

  private final int capacity;

  /** Who was added or named longest ago comes first. */
  private final LinkedHashMap<Key, Tried> contacts = new LinkedHashMap<>();

  private int returned;

  Lost(int capacity) {
    this.capacity = capacity;
  }

  void add(Contact contact) {
    contacts.putLast(contact.key(), new Tried(contact, 0, false));
    if (contacts.size() > capacity) {
      contacts.pollFirstEntry();
    }
  }

  /** The node is not wanted back. */
  void forget(Key key) {
    contacts.remove(key);
  }

  /** The node was tried again in vain; at another address, that does not count. */
  void failed(Contact contact) {
    contacts.computeIfPresent(
        contact.key(),
        (_, tried) ->
            tried.contact.equals(contact) ? new Tried(tried.contact, tried.times, true) : tried);
  }

  /** The node answers. */
  void found(Key key) {
    Tried tried = contacts.remove(key);
    if (tried != null && tried.silent) {
      returned++;
    }
  }

  /**
   * How many were found since this was asked last; those not counted that answered when they were
   * tried for the first time, of which only a message may have been lost.
   */
  int returned() {
    int count = returned;
    returned = 0;
    return count;
  }

  /** Some to try again, those first whose turn was longest ago. */
  List<Contact> next(int count) {
    List<Contact> named = new ArrayList<>();
    for (int i = Math.min(count, contacts.size()); i > 0; i--) {
      Map.Entry<Key, Tried> first = contacts.firstEntry();
      contacts.remove(first.getKey());
      Tried tried = first.getValue();
      named.add(tried.contact);
      if (tried.times + 1 < MOST_TRIES) {
        contacts.putLast(first.getKey(), tried.again());
      }
    }
    return named;
  }
}
