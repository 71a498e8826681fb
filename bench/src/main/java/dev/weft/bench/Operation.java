package dev.weft.bench;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;

/** What a client is asked to do. Immutable. */
public sealed interface Operation {

  /** Find the k closest nodes; done well when as many were found as there are. */
  record Lookup(Key target) implements Operation {}

  /** Find a value; done well when it was found. */
  record Get(Key key) implements Operation {}

  /** Have an item kept by the k closest nodes; done well when most of them keep it. */
  record Set(Item item) implements Operation {}

  /** Ask one node whether it is there; done well when it answers. */
  record Ping(Contact peer) implements Operation {}
}
