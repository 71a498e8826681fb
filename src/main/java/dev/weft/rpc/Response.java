package dev.weft.rpc;

import dev.weft.item.Item;
import dev.weft.item.Provider;
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
    /** Copies the contacts. */
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
    /** Copies the items. */
    public Values {
      items = List.copyOf(items);
    }
  }

  /**
   * Who has announced themselves under the topic that was asked for, and who is closer to it.
   *
   * @param total how many records the answering node keeps under it
   * @param providers some of them; not yet to be believed
   * @param contacts as {@link Nodes} has them
   */
  record Providers(int total, List<Provider> providers, List<Contact> contacts)
      implements Response {
    /** Copies both. */
    public Providers {
      providers = List.copyOf(providers);
      contacts = List.copyOf(contacts);
    }
  }

  /**
   * There is something new under the key that is watched.
   *
   * @param now how far the watcher is when it has taken note of this
   * @param providers of a topic, the records that are new, withdrawals among them: as many as there
   *     is room for, the next time the others; of an item nothing, as it is asked for
   */
  record Changed(Cursor now, List<Provider> providers) implements Response {
    /** Copies the records. */
    public Changed {
      providers = List.copyOf(providers);
    }
  }

  /** The lease is over, and there was nothing new. */
  record Unchanged() implements Response {}

  /** The item or record is kept, or was held already in this version. */
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
