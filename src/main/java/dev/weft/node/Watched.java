package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is watched: what is known of it, and what comes of news. Used by several lanes at once. */
sealed interface Watched permits WatchedItem, WatchedTopic {

  /**
   * Finds out who is closest, and compares what they have with what is known as far as their own
   * answers will not.
   *
   * @return the closest nodes
   */
  List<Contact> refresh() throws InterruptedException;

  /** What to ask somebody, who may be this node itself. */
  Request.Watch question(Optional<Contact> holder, Duration lease);

  /**
   * Takes in what somebody tells.
   *
   * @return whether there was anything new in it; from who is honest there mostly is
   */
  boolean take(Optional<Contact> holder, Response.Changed changed)
      throws RpcException, InterruptedException;
}
