package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confined to the routing actor: the pings that are under way, each on a thread of its own that
 * leaves the outcome in the actor's mailbox. At most one for each bucket, and a few in all.
 */
final class Pings {

  private static final Logger LOG = LoggerFactory.getLogger(Pings.class);

  private final Environment environment;
  private final Pinger pinger;
  private final int limit;
  private final Mailbox<Command> mailbox;
  private final Map<Key, Thread> underWay = new LinkedHashMap<>();

  Pings(Environment environment, Pinger pinger, int limit, Mailbox<Command> mailbox) {
    this.environment = environment;
    this.pinger = pinger;
    this.limit = limit;
    this.mailbox = mailbox;
  }

  /** Pings a contact, unless there are enough pings already, or one in the same bucket. */
  void start(Contact contact, RoutingTable table) {
    Key key = contact.key();
    if (underWay.size() < limit
        && underWay.keySet().stream().noneMatch(other -> table.sameBucket(other, key))) {
      underWay.put(key, environment.start("weft-routing-ping", () -> ping(contact)));
    }
  }

  /** Takes note that the outcome of a ping has come. */
  void ended(Contact contact) {
    underWay.remove(contact.key());
  }

  /** Interrupts the pings, and waits until their threads have ended. */
  void close() {
    underWay.values().forEach(Thread::interrupt);
    underWay.values().forEach(Pings::join);
  }

  /** On the ping's thread. */
  private void ping(Contact contact) {
    boolean alive = false;
    try {
      alive = pinger.ping(contact);
    } catch (InterruptedException e) {
      return; // the actor has ended
    } catch (RuntimeException e) {
      LOG.error("the ping of {} has failed", contact, e);
    }
    mailbox.put(new Command.Pinged(contact, alive));
  }

  /** Waits until a thread has ended, even when interrupted; the calling thread then stays so. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
