package dev.weft;

import dev.weft.item.Owner;
import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import dev.weft.node.Node;
import dev.weft.runtime.Environment;
import dev.weft.runtime.RealEnvironment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A node of a distributed hash table, and the way to use it. Belongs to no thread: may be used by
 * any number of them, platform or virtual.
 *
 * {@snippet file="dev/weft/snippets/DhtSnippetsIT.java" region="set"}
 *
 * <p>Every operation blocks the calling thread until it is done, and takes no longer than its
 * time-out, {@link DhtConfig#operationTimeout} where none is given, and never more than 30 days. An
 * interrupt cancels all that the operation has under way, at once, and leaves nothing behind. What
 * goes wrong in the network is told by a {@link DhtException}, with what was achieved. Up to 128
 * operations are under way at once; further ones wait for their turn, which counts towards their
 * time-out.
 */
public final class Dht extends Writes implements AutoCloseable {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Belongings belongings;

  /**
   * @param self how others reach the node; empty for a client
   * @param belongings what ends with the node
   */
  Dht(
      DhtConfig config,
      Owner owner,
      Environment environment,
      Node node,
      Optional<Contact> self,
      Belongings belongings) {
    super(config, owner, environment, node, self);
    this.belongings = belongings;
  }

  /**
   * Opens a node and joins the network: returns when the first seed has answered and the routing
   * table is filled. A node without seeds looks for those it knew when it last ran on its data
   * directory; where none of them answers, it starts a network of its own, which others join. On
   * the drogulus's wire a node that has joined also says who it is.
   *
   * @param config the settings
   * @return the node, which is to be closed
   * @throws DhtException.CannotOpen if the port, the data directory or the identity cannot be used,
   *     or a client has no seed; the message says what to do
   * @throws DhtException.NobodyAnswered if no seed answered within {@link DhtConfig#joinTimeout}
   * @throws InterruptedException if the thread is interrupted; nothing stays open
   */
  public static Dht open(DhtConfig config) throws InterruptedException {
    return open(config, Habitat.real(new RealEnvironment()));
  }

  /**
   * Opens a node in surroundings of one's own, such as a simulated network; otherwise as {@link
   * #open(DhtConfig)}.
   *
   * @param config the settings
   * @param habitat brings time, threads, the network and the store
   * @return the node, which is to be closed
   * @throws InterruptedException if the thread is interrupted; nothing stays open
   */
  public static Dht open(DhtConfig config, Habitat habitat) throws InterruptedException {
    return Opening.open(config, habitat);
  }

  /**
   * Announces where a service listens, for an hour at a time; otherwise as {@link #announce(String,
   * Optional, byte[], Duration, Duration)}.
   *
   * @param topic a name, the same for all who are to meet; up to 1 KiB of UTF-8
   * @param address where the service listens
   * @return which nodes keep it
   * @throws InterruptedException if the thread is interrupted; some may keep it
   */
  public AnnounceReport announce(String topic, InetSocketAddress address)
      throws InterruptedException {
    return announce(topic, Optional.of(address), new byte[0], HOUR, config.operationTimeout());
  }

  /**
   * Announces a payload, for an hour at a time; otherwise as {@link #announce(String, Optional,
   * byte[], Duration, Duration)}.
   *
   * @param topic a name, the same for all who are to meet; up to 1 KiB of UTF-8
   * @param payload what there is to know, up to 1 KiB
   * @return which nodes keep it
   * @throws InterruptedException if the thread is interrupted; some may keep it
   */
  public AnnounceReport announce(String topic, byte[] payload) throws InterruptedException {
    return announce(topic, Optional.empty(), payload, HOUR, config.operationTimeout());
  }

  /**
   * Has this owner be found under a topic, beside any number of others ({@link
   * #providers(String)}): signs a record, and has the k nodes closest to the topic keep it. It is
   * announced again, each quarter of an hour or after half of its time to live, for as long as this
   * node runs; an orderly {@link #close} withdraws it. It replaces what this owner announced under
   * the topic before.
   *
   * @param topic a name, the same for all who are to meet; up to 1 KiB of UTF-8
   * @param address where a service listens; those who keep the record say whether this node is at
   *     that host ({@link Provider#checked})
   * @param payload what else there is to know, up to 1 KiB
   * @param timeToLive how long the record lives once it is announced no longer; from a minute to a
   *     day
   * @param timeout the longest that the call takes
   * @return which nodes keep it
   * @throws IllegalArgumentException if a limit is passed, or the wire is the drogulus's
   * @throws IllegalStateException if 10,000 topics are announced already
   * @throws DhtException.NotAnnounced if nobody keeps it; it is not announced again
   * @throws DhtException if nobody answers, in time or at all
   * @throws InterruptedException if the thread is interrupted; some may keep it
   */
  public AnnounceReport announce(
      String topic,
      Optional<InetSocketAddress> address,
      byte[] payload,
      Duration timeToLive,
      Duration timeout)
      throws InterruptedException {
    return publisher.announce(topicOf(topic), address, payload, timeToLive, timeout);
  }

  /**
   * Withdraws what this node announces under a topic. Whoever keeps the record and cannot be
   * reached now lets it expire in its time.
   *
   * @param topic as it was announced
   * @param timeout the longest that the call takes
   * @return whom it could tell; empty if nothing was announced
   * @throws InterruptedException if the thread is interrupted; it is not announced again
   */
  public Optional<AnnounceReport> withdraw(String topic, Duration timeout)
      throws InterruptedException {
    return publisher.withdraw(topicOf(topic), timeout);
  }

  /**
   * Withdraws what this node announces under a topic, with the time-out of the configuration.
   *
   * @param topic as it was announced
   * @return whom it could tell; empty if nothing was announced
   * @throws InterruptedException if the thread is interrupted; it is not announced again
   */
  public Optional<AnnounceReport> withdraw(String topic) throws InterruptedException {
    return withdraw(topic, config.operationTimeout());
  }

  /**
   * Leaves the network in good order: waits a second at most for copies on their way ({@link
   * #flush} waits longer), withdraws what it announces and hands over what would be a copy short,
   * for up to three seconds in all, ends all operations with {@link DhtException.Closed}, and
   * returns when every thread and socket of this node is gone, whoever began to close it.
   * Idempotent. An interrupt cuts the three seconds short. Not to be called by the watcher of a
   * lookup.
   */
  @Override
  public void close() {
    close(node::close);
  }

  /** Stops at once and tells nobody, as though the process had been killed. Idempotent. */
  public void abort() {
    close(node::abort);
  }

  private void close(Runnable how) {
    subscriptions.close();
    belongings.leave();
    gate.close(how, belongings::close);
  }
}
