package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confined to the routing actor: the pings that are under way, each on a thread of its own that
 * leaves the outcome in the actor's mailbox. Of contacts, at most one for each bucket, and a few in
 * all; of candidates, as many in all.
 *
 * <p>Anybody may claim to be anywhere, and have many nodes dial a stranger: so an address where a
 * candidate was not found is left alone for a minute, whoever claims to be there.
 */
final class Pings {

  private static final Logger LOG = LoggerFactory.getLogger(Pings.class);

  private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_AVOIDED = 1_000;

  private final Pinger pinger;
  private final int limit;
  private final Crew crew;
  private final Mailbox<Command> mailbox;
  private final Set<Key> underWay = new LinkedHashSet<>();
  private final Set<Key> candidates = new LinkedHashSet<>();

  /** Since when, the longest first; a full list forgets that. */
  private final LinkedHashMap<InetSocketAddress, Long> avoided = new LinkedHashMap<>();

  Pings(Environment environment, Pinger pinger, int limit, Mailbox<Command> mailbox) {
    this.pinger = pinger;
    this.limit = limit;
    this.crew = new Crew(environment, 2 * limit);
    this.mailbox = mailbox;
  }

  /** Pings a contact, unless there are enough pings already, or one in the same bucket. */
  void start(Contact contact, RoutingTable table) {
    Key key = contact.key();
    if (underWay.size() < limit
        && underWay.stream().noneMatch(other -> table.sameBucket(other, key))) {
      underWay.add(key);
      crew.start("weft-routing-ping", () -> ping(contact, false, pinger));
    }
  }

  /** Whether a candidate may be pinged now. */
  boolean mayMeet(Contact candidate, long now) {
    Long since = avoided.get(candidate.address());
    return candidates.size() < limit
        && !candidates.contains(candidate.key())
        && (since == null || now - since >= PAUSE);
  }

  /** Pings a candidate that {@linkplain #mayMeet may} be. */
  void meet(Contact candidate) {
    candidates.add(candidate.key());
    crew.start("weft-routing-ping", () -> ping(candidate, true, pinger::meet));
  }

  /** Takes note that the outcome of a ping has come. */
  void ended(Command.Pinged ping, long now) {
    if (!ping.candidate()) {
      underWay.remove(ping.contact().key());
      return;
    }
    candidates.remove(ping.contact().key());
    if (!ping.alive()) {
      avoided.putLast(ping.contact().address(), now);
      if (avoided.size() > MOST_AVOIDED) {
        avoided.pollFirstEntry();
      }
    }
  }

  /** Interrupts the pings, and waits until their threads have ended. */
  void close() {
    crew.close();
  }

  /** On the ping's thread. */
  private void ping(Contact contact, boolean candidate, Pinger how) throws InterruptedException {
    boolean alive = false;
    try {
      alive = how.ping(contact);
    } catch (RuntimeException e) {
      LOG.error("the ping of {} has failed", contact, e);
    }
    mailbox.put(new Command.Pinged(contact, candidate, alive));
  }
}
