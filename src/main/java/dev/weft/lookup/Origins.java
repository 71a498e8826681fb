package dev.weft.lookup;

import dev.weft.admission.Tally;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Prefix;
import dev.weft.kademlia.PrefixLimits;

/**
 * How many peers of one lookup lie in each part of the internet. Confined to whoever holds the lock
 * of the lookup that it belongs to.
 *
 * <p>Whoever has made up two hundred nodes around a key, all closer than any other, would be all
 * that a lookup of it finds: each of them names the others. But they all lie in the few networks
 * that their owner has; and of each only so many are heeded as one bucket holds.
 */
final class Origins {

  private final PrefixLimits limits;
  private final Tally<Prefix> tally = new Tally<>();

  Origins(PrefixLimits limits) {
    this.limits = limits;
  }

  boolean hasRoomFor(Contact contact) {
    return limits
        .prefix(contact)
        .map(prefix -> tally.count(prefix) < limits.inBucket())
        .orElse(true);
  }

  /** Whether two, of which there is no room for the one, are of the same part. */
  boolean areSame(Contact one, Contact other) {
    return Prefix.of(one).equals(Prefix.of(other));
  }

  void added(Contact contact) {
    limits.prefix(contact).ifPresent(tally::add);
  }

  void removed(Contact contact) {
    limits.prefix(contact).ifPresent(tally::remove);
  }
}
