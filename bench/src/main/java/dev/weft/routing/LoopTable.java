package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Weft's routing table, confined to an event loop, where it needs neither an actor nor a mailbox:
 * callbacks come one after the other.
 */
public final class LoopTable {

  /** As of {@link RoutingActor}. */
  private static final int START = 3;

  private final RoutingOptions options;
  private final RoutingTable table;
  private final Set<Key> pings = new HashSet<>();

  /** An empty table. */
  public LoopTable(Key self, RoutingOptions options, long now) {
    this.options = options;
    this.table = new RoutingTable(self, options, _ -> {}, now);
  }

  /**
   * Takes note of a node that has answered.
   *
   * @return who is to be pinged, as a newcomer waits for a place, {@link #pinged} to be told; null
   *     for nobody
   */
  public @Nullable Contact seen(Contact contact, long now) {
    Contact old = table.seen(contact, true, now);
    boolean ping =
        old != null
            && pings.size() < options.maxPings()
            && pings.stream().noneMatch(other -> table.sameBucket(other, old.key()));
    if (ping) {
      pings.add(old.key());
    }
    return ping ? old : null;
  }

  /** Takes note of what came of a ping. */
  public void pinged(Contact contact, boolean alive, long now) {
    pings.remove(contact.key());
    if (alive) {
      table.seen(contact, true, now);
    } else {
      table.failed(contact);
    }
  }

  /** Takes note that a node did not answer. */
  public void failed(Contact contact) {
    table.failed(contact);
  }

  /** Forgets a node that lied. */
  public void misbehaved(Contact contact, long now) {
    table.misbehaved(contact, now);
  }

  /** Whom to ask for a key that is about to be looked up. */
  public List<Contact> startOf(Key target, long now) {
    table.lookedUp(target, now);
    return table.closest(target, START * options.k());
  }

  /** How many contacts there are. */
  public int size() {
    return table.snapshot().size();
  }
}
