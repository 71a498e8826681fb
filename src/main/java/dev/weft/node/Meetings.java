package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Seed;
import dev.weft.routing.RoutingActor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guarded by its lock, which is held for no call: where a node that has lost sight of everybody
 * asks, and how it meets those that it is told of by others than the network, as by the local one.
 * Those it knows no more of than that somebody says so: they are dialled like any contact, and have
 * to prove their keys. May be used by any thread.
 */
final class Meetings {

  /** The latest are kept: of a local network more than have room there are met by the others. */
  static final int MOST_KEPT = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Meetings.class);

  private final RoutingActor routing;
  private final Joining joining;
  private final Rereading rereading;
  private final Notebook notebook;
  private final Duration limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Contact, Boolean> told = new LinkedHashMap<>();
  private volatile List<Seed> seeds = List.of();

  /**
   * @param limit how long to ask, each time
   */
  Meetings(
      RoutingActor routing,
      Joining joining,
      Rereading rereading,
      Notebook notebook,
      Duration limit) {
    this.routing = routing;
    this.joining = joining;
    this.rereading = rereading;
    this.notebook = notebook;
    this.limit = limit;
  }

  /** Where to ask, beside those that this node knew last, or was told of. */
  void seeds(List<Seed> some) {
    seeds = List.copyOf(some);
  }

  /**
   * Meets those of some contacts that are in no table yet. A node that is alone joins through them,
   * and one that is not may so join its network and theirs.
   */
  void meet(List<Contact> found) throws InterruptedException {
    keep(found);
    List<Contact> known = routing.snapshot().contacts();
    if (!known.isEmpty()) {
      joining.greetAll(found.stream().filter(contact -> !isAmong(known, contact)).toList());
    } else if (join(List.of(), found)) {
      LOG.info("joined through a node that made itself known: one of {}", found);
    }
  }

  private static boolean isAmong(List<Contact> known, Contact contact) {
    return known.stream().anyMatch(other -> other.key().equals(contact.key()));
  }

  private void keep(List<Contact> found) {
    lock.lock();
    try {
      for (Contact contact : found) {
        told.remove(contact);
        told.put(contact, true);
      }
      while (told.size() > MOST_KEPT) {
        told.remove(told.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Joins again, if this node knows nobody any more. */
  void rejoin() throws InterruptedException {
    if (routing.snapshot().size() == 0) {
      List<Contact> all = new ArrayList<>(notebook.remembered());
      lock.lock();
      try {
        all.addAll(told.keySet());
      } finally {
        lock.unlock();
      }
      join(seeds, all);
    }
  }

  private boolean join(List<Seed> some, List<Contact> contacts) throws InterruptedException {
    boolean joined = joining.tryOnce(some, contacts, limit);
    if (joined) {
      rereading.joined();
    }
    return joined;
  }
}
