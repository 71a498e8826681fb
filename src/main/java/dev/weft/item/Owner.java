package dev.weft.item;

import dev.weft.kademlia.Key;
import java.time.Instant;

/**
 * Who signs items: an identity, of the kind that the network's wire has. Safe for use by any number
 * of threads.
 */
public interface Owner {

  /** {@return SHA-512 of the public key: the owner of what is signed} */
  Key key();

  /** {@return the public key as text: hexadecimal digits, or whatever is customary on the wire} */
  String publicKeyText();

  /**
   * Makes and signs an item.
   *
   * @param name the name
   * @param value the value
   * @param version a number that grows with each change; by custom, microseconds since 1970
   * @param expires when the item ceases to be
   * @return the item
   * @throws IllegalArgumentException if the network cannot carry such a name or value
   */
  OwnedItem sign(String name, byte[] value, long version, Instant expires);

  /**
   * Makes and signs a tombstone: a version that says that there is nothing under a name.
   *
   * @param name the name
   * @param version higher than that of what is deleted
   * @param expires when the tombstone ceases to be: not before what is deleted
   * @return the tombstone
   * @throws IllegalArgumentException if the network cannot carry such a name, or has no tombstones,
   *     as the drogulus
   */
  OwnedItem tombstone(String name, long version, Instant expires);

  /**
   * {@return the same item with a later expiry, signed anew: not a new version}
   *
   * @param item an item that this owner signed
   * @param expires when the renewed item ceases to be
   * @throws IllegalArgumentException if it is another owner's, or signed in another way
   */
  OwnedItem renew(OwnedItem item, Instant expires);

  /**
   * Signs a record under a topic.
   *
   * @param terms what is signed
   * @return the record
   * @throws IllegalArgumentException if the network has no topics, as the drogulus
   */
  default Announcement announce(Announcement.Terms terms) {
    throw new IllegalArgumentException("this wire has no topics");
  }
}
