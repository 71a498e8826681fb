package dev.weft.rpc;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param key the sender's key
 * @param contact where it listens, or empty for a client, which listens on nothing and must be in
 *     nobody's routing table
 */
public record Caller(Key key, Optional<Contact> contact) {

  /**
   * {@return a caller that listens}
   *
   * @param contact its key, and where it says it listens
   */
  public static Caller node(Contact contact) {
    return new Caller(contact.key(), Optional.of(contact));
  }

  /**
   * {@return a caller that listens on nothing}
   *
   * @param key its key
   */
  public static Caller client(Key key) {
    return new Caller(key, Optional.empty());
  }
}
