package dev.weft.item;

import dev.weft.kademlia.Key;

/**
 * A value under a name, signed by its owner: only the owner can write it, and whoever holds it can
 * check that. Each wire that signs in its own way has an implementation of its own; {@link
 * NamedItem} is Weft's.
 */
public non-sealed interface OwnedItem extends Item {

  /** {@return the owner's key: SHA-512 of their public key} */
  Key owner();

  /** {@return the name under which the owner keeps the value} */
  String name();

  /** {@return a number that grows with each change; by custom, microseconds since 1970} */
  long version();

  /**
   * {@return a hash of all that makes the item, its expiry and its signature among it: items with
   * the same fingerprint are equal, so what was found out about one is true of the other}
   */
  Key fingerprint();
}
