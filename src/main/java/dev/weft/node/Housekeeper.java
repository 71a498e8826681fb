package dev.weft.node;

import dev.weft.kademlia.Key;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does of its own accord, each chore in a loop on a virtual thread of its own: the
 * plain form of what a callback system does with timers. Immutable; may be used by any thread.
 *
 * <p>All intervals are jittered by a quarter, so that nodes that started together do not work in
 * step. A chore does its work one piece after the other, so that it never asks more than one
 * lookup's worth of the network at a time; but what a {@link Sweep} has looked up it sends several
 * items of at once, and an {@link Announcer} brings sixteen records to their places at once.
 */
final class Housekeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
  private static final int MOST_CHORES = 16;
  private static final Duration EXPIRY = Duration.ofMinutes(1);
  private static final Duration ANNOUNCING = Duration.ofSeconds(10);

  private final Environment environment;
  private final Crew loops;

  Housekeeper(Environment environment) {
    this.environment = environment;
    this.loops = new Crew(environment, MOST_CHORES);
  }

  /** Does a chore again and again, first after one interval. A failure is logged, and forgotten. */
  void every(Duration interval, Crew.Task chore) {
    forever(
        () -> {
          environment.sleep(jittered(interval));
          chore.run();
        });
  }

  /** Does a chore again and again, which itself waits for something to do. */
  private void forever(Crew.Task chore) {
    loops.start(
        "housekeeper",
        () -> {
          while (true) {
            try {
              chore.run();
            } catch (RuntimeException e) {
              LOG.error("a chore failed, and will be tried again", e);
            }
          }
        });
  }

  private Duration jittered(Duration interval) {
    long quarter = interval.toNanos() / 4;
    return interval.plusNanos(environment.random().nextLong(-quarter, quarter + 1));
  }

  /** Looks something up in each bucket where nothing was for an interval (Kademlia, §2.3). */
  void refreshBuckets(
      Duration interval, Duration timeout, Key self, RoutingActor routing, Lookups lookups) {
    every(
        interval.dividedBy(4),
        () -> {
          for (int range : routing.staleBuckets(interval)) {
            Key target = self.randomAt(range, environment.random());
            lookups.findNodes(target, routing.startOf(target), timeout, Lookups.UNWATCHED);
          }
        });
  }

  /**
   * Replicates what is due, looking for that often enough that no item waits much longer than an
   * interval.
   *
   * @param age how long ago an item must have been replicated; at most the interval
   */
  void replicate(Duration interval, Supplier<Duration> age, Sweep sweep) {
    every(interval.dividedBy(32), () -> sweep.round(age.get()));
  }

  /** Renews the items of this node's owner before they expire. Sleeps while there are none. */
  void renew(Renewals renewals, Renewer renewer) {
    forever(
        () -> {
          renewals.awaitSome();
          environment.sleep(jittered(renewals.interval()));
          renewer.renewDue();
        });
  }

  /** Announces this node's owner again under its topics. Sleeps while there are none. */
  void announce(Topics topics) {
    forever(
        () -> {
          topics.awaitSome();
          environment.sleep(jittered(ANNOUNCING));
          topics.announceDue();
        });
  }

  /** Joins again, one interval after the routing table was found empty. Sleeps while it is not. */
  void rejoin(Duration interval, RoutingActor routing, Crew.Task join) {
    forever(
        () -> {
          routing.awaitEmpty();
          environment.sleep(jittered(interval));
          join.run();
        });
  }

  /** Writes down who has lied as soon as somebody has, and then no more for a while. */
  void noteLies(Duration pause, Notebook notebook) {
    forever(
        () -> {
          notebook.noteLie();
          environment.sleep(pause);
        });
  }

  /** Hands items over to newcomers, one newcomer after the other. */
  void welcome(Newcomers newcomers, HandOver handOver) {
    forever(() -> handOver.welcome(newcomers.take()));
  }

  /** Drops what has expired. */
  void expire(ItemStore store, Topics topics) {
    every(
        EXPIRY,
        () -> {
          store.expire();
          topics.expire();
        });
  }

  /** Ends every chore, and waits until they have ended. Idempotent. */
  @Override
  public void close() {
    loops.close();
  }
}
