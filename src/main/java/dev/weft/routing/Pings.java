package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confined to the routing actor: the pings that are under way, each on a thread of its own that
 * leaves the outcome in the actor's mailbox. At most one for each bucket, and a few in all.
 */
final class Pings {

  private static final Logger LOG = LoggerFactory.getLogger(Pings.class);

  private final Pinger pinger;
  private final Crew crew;
  private final Mailbox<Command> mailbox;
  private final Set<Key> underWay = new LinkedHashSet<>();

  Pings(Environment environment, Pinger pinger, int limit, Mailbox<Command> mailbox) {
    this.pinger = pinger;
    this.crew = new Crew(environment, limit);
    this.mailbox = mailbox;
  }

  /** Pings a contact, unless there are enough pings already, or one in the same bucket. */
  void start(Contact contact, RoutingTable table) {
    Key key = contact.key();
    if (underWay.stream().noneMatch(other -> table.sameBucket(other, key))
        && crew.start("weft-routing-ping", () -> ping(contact))) {
      underWay.add(key);
    }
  }

  /** Takes note that the outcome of a ping has come. */
  void ended(Contact contact) {
    underWay.remove(contact.key());
  }

  /** Interrupts the pings, and waits until their threads have ended. */
  void close() {
    crew.close();
  }

  /** On the ping's thread. */
  private void ping(Contact contact) throws InterruptedException {
    boolean alive = false;
    try {
      alive = pinger.ping(contact);
    } catch (RuntimeException e) {
      LOG.error("the ping of {} has failed", contact, e);
    }
    mailbox.put(new Command.Pinged(contact, alive));
  }
}
