package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.Collection;

/** Makes what a node knows of a network. Stateless. */
public final class Tables {

  private Tables() {}

  /** The table of a node that has met all of these, as it is then. */
  public static RoutingSnapshot of(Key self, Collection<Contact> met, int k) {
    var table = new RoutingTable(self, RoutingOptions.defaults().withK(k), _ -> {}, 0);
    met.forEach(contact -> table.seen(contact, true, 0));
    return table.snapshot();
  }
}
