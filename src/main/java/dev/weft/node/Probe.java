package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.routing.Pinger;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import java.time.Duration;

/**
 * Finds out for the routing actor whether a contact is still there. Stateless beside the transport,
 * which must not be the observed one: the actor draws its own conclusions.
 */
record Probe(Transport transport, Duration timeout) implements Pinger {

  /**
   * A refusal is an answer, if it is a node's of this network; and what could not be sent says
   * nothing against the contact.
   */
  @Override
  public boolean ping(Contact contact) throws InterruptedException {
    try {
      transport.call(contact, new Request.Ping(), timeout);
      return true;
    } catch (RpcException e) {
      return e instanceof RpcException.Unsent
          || (e instanceof RpcException.Refused no && !ObservedTransport.isOfNoNode(no));
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A call would go over the connection that the node itself has made, where there is one; who
   * is at an address is found out anew.
   */
  @Override
  public boolean meet(Contact candidate) throws InterruptedException {
    try {
      return transport.identify(candidate.address(), timeout).key().equals(candidate.key());
    } catch (RpcException e) {
      return false;
    }
  }
}
