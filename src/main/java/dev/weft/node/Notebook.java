package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.routing.Liar;
import dev.weft.routing.Notes;
import dev.weft.routing.RoutingActor;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guarded by its lock, under which it writes: keeps the notes of a node up to date with its routing
 * table. May be used by any thread, but for {@link #noteLie}, which belongs to one.
 */
final class Notebook {

  private static final Logger LOG = LoggerFactory.getLogger(Notebook.class);

  private final Notes notes;
  private final RoutingActor routing;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile List<Contact> remembered = List.of();

  /** How many lies have been noted; of the thread that notes them. */
  private long lies;

  /** Opens the notes, and ignores whoever has lied by them. */
  Notebook(Notes notes, RoutingActor routing) {
    this.notes = notes;
    this.routing = routing;
    routing.ignore(notes.liars());
  }

  /** Whom to ask when this node knows nobody: those it knew last. */
  List<Contact> remembered() {
    return remembered;
  }

  /** Whom this node knew when it ran before. */
  void remember(List<Contact> contacts) {
    remembered = List.copyOf(contacts);
  }

  /** A node that knows nobody just now had better not forget whom it knew. */
  void saveContacts() {
    List<Contact> contacts = routing.snapshot().contacts();
    if (!contacts.isEmpty()) {
      remembered = contacts;
      lock.lock();
      try {
        notes.save(contacts);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits until somebody has lied, and writes that down. */
  void noteLie() throws InterruptedException {
    lies = routing.awaitLie(lies);
    saveLiars();
  }

  /** Writes everything down, as this node is about to end. */
  void saveLast() {
    saveContacts();
    try {
      saveLiars();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      LOG.debug("who has lied just now is not written down: {}", e.getMessage());
    }
  }

  /** Writes down who is ignored now, and until when. */
  void saveLiars() throws InterruptedException {
    List<Liar> ignored = routing.ignored();
    lock.lock();
    try {
      notes.saveLiars(ignored);
    } finally {
      lock.unlock();
    }
  }
}
