package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;

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
   * <p>An answer proves that the node is there: it replaces the address and clears the failures. A
   * request only claims an address. So it clears no failures, or a node that can call but not be
   * called would never go, and it does not replace an address at which the node did answer, unless
   * calls to that one have begun to fail.
   */
  Entry seen(Contact again, boolean answered, long now) {
    if (answered) {
      return new Entry(again, true, 0, now);
    }
    if (again.equals(contact)) {
      return new Entry(contact, verified, failures, now);
    }
    return verified && isSound() ? this : new Entry(again, false, failures, now);
  }

  Entry failed() {
    return new Entry(contact, verified, failures + 1, seenAt);
  }
}
