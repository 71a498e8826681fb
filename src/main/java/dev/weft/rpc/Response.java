package dev.weft.rpc;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import java.util.List;

/** What a node may answer: a closed family of immutable records. */
public sealed interface Response {

  /** I am here. */
  record Pong() implements Response {}

  /**
   * The closest nodes that the answering node knows.
   *
   * @param contacts at most k of them; not yet to be believed
   */
  record Nodes(List<Contact> contacts) implements Response {
    public Nodes {
      contacts = List.copyOf(contacts);
    }
  }

  /**
   * What is held under the key that was asked for. A list, so that keys under which several owners
   * hold a record need no other wire.
   *
   * @param items at least one; not yet to be believed
   */
  record Values(List<Item> items) implements Response {
    public Values {
      items = List.copyOf(items);
    }
  }

  /** The item is kept, or was held already in this version. */
  record Stored() implements Response {}

  /**
   * No, and why. A handler returns it; {@link Transport#call} turns it into {@link
   * RpcException.Refused}.
   *
   * @param code for programs
   * @param reason for people: one sentence
   */
  record Refused(RefusalCode code, String reason) implements Response {}
}
