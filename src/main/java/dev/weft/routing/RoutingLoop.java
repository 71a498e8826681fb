package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confined to the routing actor, whose thread runs it; others may read {@link #snapshot}, {@link
 * #tookAt} and {@link #failure}, and wait for what they are told under a lock of their own. Takes
 * all waiting commands, applies them to the table, and publishes one snapshot for all of them.
 */
final class RoutingLoop {

  private static final Logger LOG = LoggerFactory.getLogger(RoutingLoop.class);

  private final Environment environment;
  private final Consumer<Contact> onAdmitted;
  private final Mailbox<Command> mailbox;
  private final Pings pings;
  private final RoutingTable table;
  private final Deque<Command> batch = new ArrayDeque<>();
  private final Deque<Contact> admitted = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private long lies;
  private volatile RoutingSnapshot snapshot;
  private final AtomicLong added = new AtomicLong();
  private final AtomicLong removed = new AtomicLong();
  private volatile long tookAt;
  private volatile @Nullable Throwable failure;

  RoutingLoop(
      Environment environment,
      Key self,
      RoutingOptions options,
      Pinger pinger,
      Consumer<Contact> onAdmitted,
      Mailbox<Command> mailbox) {
    this.environment = environment;
    this.onAdmitted = onAdmitted;
    this.mailbox = mailbox;
    this.pings = new Pings(environment, pinger, options.maxPings(), mailbox);
    this.table = new RoutingTable(self, options, admitted::add, environment.nanoTime());
    this.snapshot = table.snapshot();
    this.tookAt = environment.nanoTime();
  }

  RoutingSnapshot snapshot() {
    return snapshot;
  }

  /** Waits until the snapshot has no contacts. For threads other than the actor's. */
  void awaitEmpty() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (snapshot.size() > 0) {
        told.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until more lies have been told of than so many. For threads other than the actor's. */
  long awaitLie(long known) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (lies == known) {
        told.await();
      }
      return lies;
    } finally {
      lock.unlock();
    }
  }

  /** When commands were last taken from the mailbox, in nanoseconds of the environment's clock. */
  long tookAt() {
    return tookAt;
  }

  /** How many contacts have got a place so far. */
  long added() {
    return added.get();
  }

  /** How many have lost theirs. */
  long removed() {
    return removed.get();
  }

  /** The bug of which the actor has died, if it has. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** The life of the actor. */
  void run() {
    try {
      while (mailbox.takeAll(batch)) {
        tookAt = environment.nanoTime();
        while (!batch.isEmpty()) {
          handle(batch.element());
          batch.remove(); // only now: where handling an ask fails, the ask must be told
        }
        publish();
      }
    } catch (InterruptedException e) {
      LOG.debug("the routing actor was interrupted, and ends");
    } catch (RuntimeException | Error e) {
      failure = e;
      LOG.error("the routing actor has failed; the table will not change any more", e);
    } finally {
      end();
    }
  }

  private void handle(Command command) {
    switch (command) {
      case Command.Seen seen -> {
        see(seen.contact(), seen.verified(), seen.at());
        if (!seen.verified()) {
          meetNear(seen.contact());
        }
      }
      case Command.LookedUp lookup -> table.lookedUp(lookup.target(), lookup.at());
      case Command.Failed failed -> {
        table.failed(failed.contact());
        meetNear(failed.contact());
      }
      case Command.Left left -> {
        table.left(left.contact());
        meetNear(left.contact());
      }
      case Command.Misbehaved lie -> {
        Duration time = table.misbehaved(lie.contact(), environment.nanoTime());
        LOG.info("ignoring {} for {}: {}", lie.contact(), time, lie.why());
        meetNear(lie.contact());
        tellOfLie();
      }
      case Command.Ignore ignore -> ignore(ignore.liars());
      case Command.Pinged ping -> {
        pings.ended(ping, environment.nanoTime());
        if (ping.alive()) {
          see(ping.contact(), true, environment.nanoTime());
        } else {
          table.failed(ping.contact());
        }
        meetAnywhere();
      }
      case Command.Ask<?> ask -> {
        publish();
        ask.answer(table);
      }
    }
  }

  /** By the time of day, as the clocks of two runs have nothing else in common. */
  private void ignore(List<Liar> liars) {
    Instant now = environment.now();
    liars.stream()
        .filter(liar -> liar.until().isAfter(now))
        .sorted(Comparator.comparing(Liar::until))
        .forEach(
            liar -> {
              long left = TimeUnit.NANOSECONDS.convert(Duration.between(now, liar.until()));
              table.ignore(liar.key(), left, environment.nanoTime());
            });
  }

  private void see(Contact contact, boolean verified, long at) {
    Contact doubtful = table.seen(contact, verified, at);
    if (doubtful != null) {
      pings.start(doubtful, table);
    }
  }

  /** Pings candidates in the bucket of a node, where something may have changed. */
  private void meetNear(Contact contact) {
    Contact next = table.candidate(contact.key(), this::mayMeet);
    while (next != null) {
      pings.meet(next);
      next = table.candidate(contact.key(), this::mayMeet);
    }
  }

  /** Pings candidates, as there may be more pings again. */
  private void meetAnywhere() {
    Contact next = table.candidate(this::mayMeet);
    while (next != null) {
      pings.meet(next);
      next = table.candidate(this::mayMeet);
    }
  }

  private boolean mayMeet(Contact candidate) {
    return pings.mayMeet(candidate, environment.nanoTime());
  }

  /** Shows the table as it is now, and only then tells of those admitted, who are in it. */
  private void publish() {
    snapshot = table.snapshot();
    removed.set(added.addAndGet(admitted.size()) - snapshot.size());
    if (snapshot.size() == 0) {
      tellEmpty();
    }
    while (!admitted.isEmpty()) {
      onAdmitted.accept(admitted.remove());
    }
  }

  private void tellOfLie() {
    lock.lock();
    try {
      lies++;
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void tellEmpty() {
    lock.lock();
    try {
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    mailbox.closeAndTake(batch);
    for (Command command : batch) {
      if (command instanceof Command.Ask<?> ask) {
        ask.reply().complete(Optional.empty());
      }
    }
    pings.close();
  }
}
