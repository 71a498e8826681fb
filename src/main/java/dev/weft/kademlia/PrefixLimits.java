package dev.weft.kademlia;

import java.util.Optional;

/**
 * How many contacts of a routing table may lie in one part of the internet: a /24 of IPv4, or a /64
 * of IPv6. Whoever has few networks gets few places in a table, however many nodes it pretends to
 * be. Immutable.
 *
 * @param inBucket how many in one bucket, and in one lookup; default 2 (our own choice)
 * @param inTable how many in the whole table; default 10 (our own choice)
 * @param local whether the limits hold for loopback, link-local and private addresses, too; default
 *     false, as all nodes of a laboratory, or behind one router, are there
 */
public record PrefixLimits(int inBucket, int inTable, boolean local) {

  /** The defaults, as each component states. */
  public static final PrefixLimits DEFAULT = new PrefixLimits(2, 10, false);

  /** No limits: for networks all of whose nodes are in a few public networks. */
  public static final PrefixLimits NONE =
      new PrefixLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, false);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is less than 1
   */
  public PrefixLimits {
    if (inBucket < 1 || inTable < 1) {
      throw new IllegalArgumentException("a limit for each prefix is at least 1");
    }
  }

  /**
   * {@return what a contact counts for; empty where it is free}
   *
   * @param contact the contact
   */
  public Optional<Prefix> prefix(Contact contact) {
    return contact.reach() == Reach.LOCAL && !local
        ? Optional.empty()
        : Optional.of(Prefix.of(contact));
  }
}
