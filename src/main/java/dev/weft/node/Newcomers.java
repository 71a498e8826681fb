package dev.weft.node;

import dev.weft.kademlia.Contact;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contacts that were admitted to the routing table and have not been looked at by {@link
 * HandOver}: a bounded queue, which any thread may use.
 */
final class Newcomers {

  private static final Logger LOG = LoggerFactory.getLogger(Newcomers.class);

  /** How many of a node's may wait. */
  static final int MOST = 1_000;

  private final BlockingQueue<Contact> queue;

  /**
   * @param limit how many may wait; those that come when the queue is full are left to the hourly
   *     replication
   */
  Newcomers(int limit) {
    queue = new LinkedBlockingQueue<>(limit);
  }

  /** Adds a contact. Never waits. */
  void add(Contact contact) {
    if (!queue.offer(contact)) {
      LOG.debug("{} gets its items at the next replication: too many nodes join at once", contact);
    }
  }

  /** Waits for the next contact. */
  Contact take() throws InterruptedException {
    return queue.take();
  }
}
