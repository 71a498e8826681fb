package dev.weft.routing;

import dev.weft.kademlia.Contact;

/** Finds out whether a contact is still there. Called by a thread of its own for each ping. */
@FunctionalInterface
public interface Pinger {

  /**
   * Pings a contact. The routing actor takes note of the outcome by itself, so an implementation
   * does not report it once more.
   *
   * @return whether it answered, in the time that the implementation gives it
   * @throws InterruptedException if the thread is interrupted, which only happens when the actor
   *     closes
   */
  boolean ping(Contact contact) throws InterruptedException;
}
