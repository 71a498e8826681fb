package dev.weft.routing;

import dev.weft.kademlia.Contact;

/** Finds out whether a contact is still there. Called by a thread of its own for each ping. */
@FunctionalInterface
public interface Pinger {

  /**
   * Pings a contact. The routing actor takes note of the outcome by itself, so an implementation
   * does not report it once more.
   *
   * @param contact who, and where
   * @return whether it answered, in the time that the implementation gives it
   * @throws InterruptedException if the thread is interrupted, which only happens when the actor
   *     closes
   */
  boolean ping(Contact contact) throws InterruptedException;

  /**
   * Finds out whether a node that has called us can be called where it says: it has to prove its
   * key on a connection that is made to this address. Otherwise as {@link #ping}, which this comes
   * down to where each call goes to the address of the contact.
   *
   * @param candidate who it says it is, and where
   * @return whether it is there, as far as it could be found out
   * @throws InterruptedException if the thread is interrupted
   */
  default boolean meet(Contact candidate) throws InterruptedException {
    return ping(candidate);
  }
}
