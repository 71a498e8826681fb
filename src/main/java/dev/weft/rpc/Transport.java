package dev.weft.rpc;

import dev.weft.kademlia.Contact;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The network, as one blocking call: the seam behind which TCP, the simulator and other wires
 * stand. Safe for use by any number of threads.
 *
 * <p>Everything here is plain blocking code for virtual threads: a call returns the answer, and an
 * interrupt ends it and frees all that it held.
 */
public interface Transport extends AutoCloseable {

  /**
   * Asks a peer, and waits for its answer.
   *
   * @param to whom; the answer is known to come from the node with this key
   * @param request what
   * @param timeout the longest wait, for connecting and answering together
   * @return the answer, of the kind that belongs to the request; never {@link Response.Refused}
   * @throws RpcException if there is no such answer: refused, late, unreachable, nonsense
   * @throws InterruptedException if the thread is interrupted; the call is then forgotten
   */
  Response call(Contact to, Request request, Duration timeout)
      throws RpcException, InterruptedException;

  /**
   * Finds out who listens at an address: how a node meets its seeds, of which it knows no key.
   *
   * @param address where to ask
   * @param timeout the longest wait
   * @return the node's contact, with the given address
   * @throws RpcException if nobody answers there, or nobody of our network
   * @throws InterruptedException if the thread is interrupted
   */
  Contact identify(InetSocketAddress address, Duration timeout)
      throws RpcException, InterruptedException;

  /**
   * Starts to accept requests and to answer them through the handler. Called once, at most; a
   * transport that never serves refuses every request.
   *
   * @param handler is called by any number of threads at once
   */
  void serve(Handler handler);

  /**
   * Closes the connections that use an address which this machine has no more, and of which nothing
   * else would tell for minutes; calls that are under way over them are made anew, or end.
   *
   * @param here all the addresses that the machine has
   * @return how many were closed; none unless the transport has connections
   */
  default int cutOff(Set<InetAddress> here) {
    return 0;
  }

  /**
   * Has one listener be told of each node that says, with a key that it has proved, where it sees
   * this one. Nobody is told unless the transport knows.
   *
   * @param listener is called by any thread, which it must not hold up
   */
  default void onSighting(Consumer<Sighting> listener) {}

  /**
   * These are the addresses by which others reach this node, at the port that it listens on; used
   * in place of those that were advertised before, but not of one that was configured. Ignored
   * unless the transport tells others its address.
   *
   * @param addresses at most one of each family
   */
  default void advertise(List<InetAddress> addresses) {}

  /** {@return how others reach this node; empty for a client, which listens on nothing} */
  Optional<Contact> self();

  /**
   * {@return whether the key of whoever calls is known to be theirs, so that what they do can be
   * held against them} False unless a transport says otherwise.
   */
  default boolean provesCallers() {
    return false;
  }

  /**
   * {@return how often this transport has refused something, held somebody up or cut them off since
   * it was opened, by reason; empty unless it counts that}
   */
  default Map<String, Long> refusals() {
    return Map.of();
  }

  /** {@return what this transport does now, and has done, as far as it counts that} */
  default TransportCounts counts() {
    return TransportCounts.NONE;
  }

  /**
   * Ends every call that is under way (with {@link RpcException.Unsent}), stops serving, and leaves
   * no thread and no socket behind. Idempotent.
   */
  @Override
  void close();
}
