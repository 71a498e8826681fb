package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import dev.weft.runtime.Promise;
import dev.weft.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch, run once, until its thread is interrupted. Confined to that thread; its lanes share
 * nothing but what the {@link Watched} guards.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>Each lane asks one of the k closest nodes to answer when it has something new, and again when
 * it has answered: what is pushed is the answer to a call, so that nothing can be missed between
 * two, a client is told like a node, and who dies is noticed as with any call. Some lanes are
 * enough, since whatever is stored comes to all of the k closest; so the watchers of one key are
 * spread over those who keep it.
 *
 * <p>A lane whose node has gone takes another of the k closest. Soon after there are none left, and
 * every few minutes in any case, who is the closest is found anew, and what they have is compared
 * with what is known: so the watch goes on when all have changed, or this machine has slept. While
 * the store of this node fails, it goes on at the others that were the closest before.
 */
final class Watching {

  private static final Logger LOG = LoggerFactory.getLogger(Watching.class);

  /** Of how many nodes one watch is a guest at once. */
  private static final int LANES = 4;

  /** How long one lease lasts: half as long as who is asked allows. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** Who is asked for more than that, and answers sooner that there is nothing, is of no use. */
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  /**
   * How many answers in a row may be of no use: who keeps the 1,000 records of a topic tells of
   * them in ten, though all may be known from others.
   */
  private static final int MOST_USELESS = 20;

  private static final Duration ROUND = Duration.ofMinutes(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Asks somebody to tell of news. */
  @FunctionalInterface
  interface Asking {
    /**
     * Waits for the answer.
     *
     * @param whom empty for this node itself
     */
    Response ask(Optional<Contact> whom, Request.Watch watch, Duration lease)
        throws RpcException, InterruptedException;
  }

  private final Watched watched;
  private final Environment environment;
  private final Asking asking;
  private final boolean client;

  /**
   * @param client whether this node keeps nothing, so that it is no use to ask itself
   */
  Watching(Watched watched, Environment environment, Asking asking, boolean client) {
    this.watched = watched;
    this.environment = environment;
    this.asking = asking;
    this.client = client;
  }

  /** Goes on until the thread is interrupted, which it stays. */
  void run() {
    try {
      Duration pause = FIRST_PAUSE;
      List<Contact> near = List.of();
      while (true) {
        near = refreshed(near);
        pause = follow(near, pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Contact> refreshed(List<Contact> last) throws InterruptedException {
    try {
      return watched.refresh();
    } catch (StoreException e) {
      LOG.debug("what this node has itself cannot be read: {}", e.getMessage());
      return last;
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /**
   * Watches at some of the closest nodes until a lane finds nobody left, but for one round at most;
   * then pauses, while the other lanes go on.
   *
   * @param last how long the pause before was
   * @return how long this one was
   */
  private Duration follow(List<Contact> near, Duration last) throws InterruptedException {
    long began = environment.nanoTime();
    List<Optional<Contact>> shuffled = new ArrayList<>();
    near.forEach(peer -> shuffled.add(Optional.of(peer)));
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, environment.random().nextInt(i + 1));
    }
    if (!client) {
      shuffled.addFirst(Optional.empty());
    }
    Queue<Optional<Contact>> holders = new ConcurrentLinkedQueue<>(shuffled);
    Promise<Boolean> over = environment.promise();
    try (FanOut lanes = FanOut.open(environment.threads("watch"), () -> false)) {
      for (int i = 0; i < Math.min(LANES, shuffled.size()); i++) {
        lanes.fork(() -> lane(holders, over));
      }
      if (!shuffled.isEmpty()) {
        long quarter = ROUND.toNanos() / 4;
        over.await(ROUND.plusNanos(environment.random().nextLong(-quarter, quarter)));
      }
      boolean lasted = environment.nanoTime() - began > LONGEST_PAUSE.toNanos();
      Duration pause = lasted ? FIRST_PAUSE : shorter(last.multipliedBy(2), LONGEST_PAUSE);
      environment.sleep(pause);
      return pause;
    }
  }

  private void lane(Queue<Optional<Contact>> holders, Promise<Boolean> over)
      throws InterruptedException {
    try {
      for (Optional<Contact> next = holders.poll(); next != null; next = holders.poll()) {
        follow(next);
      }
    } finally {
      over.complete(true); // whatever has happened
    }
  }

  /** Takes what one node tells, as long as it is of use. */
  private void follow(Optional<Contact> holder) throws InterruptedException {
    try {
      for (int useless = 0; useless < MOST_USELESS; ) {
        useless = isUseful(holder) ? 0 : useless + 1;
      }
      LOG.debug("{} has nothing new to tell, and goes on telling it", holder);
    } catch (RpcException | StoreException e) {
      LOG.debug("{} tells of no news any more: {}", holder, e.getMessage());
    }
  }

  private boolean isUseful(Optional<Contact> holder) throws RpcException, InterruptedException {
    long asked = environment.nanoTime();
    Response answer = asking.ask(holder, watched.question(holder, LEASE), LEASE);
    return answer instanceof Response.Changed changed
        ? watched.take(holder, changed)
        : environment.nanoTime() - asked >= SHORTEST_LEASE.toNanos();
  }
}
