package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.List;

/**
 * What a bucket knows of one contact. Immutable.
 *
 * @param contact the node
 * @param verified whether it has answered a call of ours at this very address
 * @param failures how many calls in a row it has left unanswered
 * @param seenAt when it was last heard of, in nanoseconds of the environment's clock
 */
record Entry(Contact contact, boolean verified, int failures, long seenAt) {

  Key key() {
    return contact.key();
  }

  /** Whether it did not leave the last call unanswered. */
  boolean isSound() {
    return failures == 0;
  }

  /**
   * What is known after the node was seen once more, possibly at another address.
   *
   * <p>An answer proves that the node is there, and clears the failures. A request only claims an
   * address; so it clears no failures, or a node that can call but not be called would never go.
   * Neither replaces an address at which the node did answer, unless calls to that one have begun
   * to fail, and the node has answered at the other. Otherwise who passes on to a node what is sent
   * to it elsewhere could draw all others there, and then pass on nothing.
   */
  Entry seen(Contact again, boolean answered, long now) {
    boolean same = again.equals(contact);
    if (verified && !same && (isSound() || !answered)) {
      return this;
    }
    return answered ? new Entry(again, true, 0, now) : new Entry(again, verified, failures, now);
  }

  Entry failed() {
    return new Entry(contact, verified, failures + 1, seenAt);
  }

  /** Puts an entry behind those that were seen before it. */
  static void place(List<Entry> entries, Entry entry) {
    int at = entries.size();
    while (at > 0 && entries.get(at - 1).seenAt() - entry.seenAt() > 0) {
      at--;
    }
    entries.add(at, entry);
  }

  /** Where the entry with a key is; less than 0 if there is none. */
  static int indexOf(List<Entry> entries, Key key) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).key().equals(key)) {
        return i;
      }
    }
    return -1;
  }
}
