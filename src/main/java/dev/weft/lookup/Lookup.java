package dev.weft.lookup;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Calls.Call;
import dev.weft.lookup.Step.Outcome;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One lookup, run once. Shared by the thread that runs it, the owner, and its lanes; all that
 * changes is guarded by its lock, which nobody holds while a peer is being asked.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>{@link #lane()} is the whole algorithm: take the closest peer, ask it, tell what came back. It
 * reads like the talk's coroutine, and where that one would {@code yield from}, this one blocks.
 * All else here is about ending: the owner sleeps in {@link #pace} until the lookup is over, wakes
 * when a peer is late to let one more lane in, and at the end closes the scope, which interrupts
 * the lanes that still wait and returns when they are gone.
 *
 * <p>Lanes that find nothing to ask wait on {@link #changed}: a peer that answers may tell of
 * closer ones, and one that fails makes room in the frontier.
 */
final class Lookup {

  /** A valid value, and who gave it. */
  private record Find(Item item, Contact holder) {}

  private final Key target;
  private final Request question;
  private final boolean wantsValue;
  private final LookupOptions options;
  private final Environment environment;
  private final Transport transport;
  private final LookupListener listener;
  private final RoundTrips roundTrips;
  private final Consumer<Step> watcher;
  private final long began;

  /** Completed by whichever lane ends first: then the lookup is over. */
  private final Promise<Boolean> over;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Shortlist shortlist;
  private final Calls calls = new Calls();
  private final List<Step> trace = new ArrayList<>();
  private final Set<Contact> holders = new HashSet<>();
  private @Nullable Find found;
  private boolean ended;
  private int lanes;

  Lookup(
      Key target,
      Request question,
      Shortlist shortlist,
      LookupOptions options,
      Environment environment,
      Transport transport,
      LookupListener listener,
      RoundTrips roundTrips,
      Consumer<Step> watcher) {
    this.target = target;
    this.question = question;
    this.wantsValue = question instanceof Request.FindValue;
    this.shortlist = shortlist;
    this.options = options;
    this.environment = environment;
    this.transport = transport;
    this.listener = listener;
    this.roundTrips = roundTrips;
    this.watcher = watcher;
    this.began = environment.nanoTime();
    this.over = environment.promise();
  }

  /**
   * Runs the lookup to its end, on the calling thread and the lanes that it forks.
   *
   * @throws InterruptedException if the calling thread is interrupted; no lane is left then
   */
  Lookup run(Collection<Contact> start, Duration timeout) throws InterruptedException {
    shortlist.heard(start);
    try (FanOut scope = FanOut.open(environment.threads("lookup"), () -> false)) {
      admitLanes(scope);
      pace(scope, began + timeout.toNanos());
    }
    return this;
  }

  /** Sleeps until the lookup is over, waking when a peer is late to let another lane in. */
  private void pace(FanOut scope, long deadline) throws InterruptedException {
    long now = environment.nanoTime();
    while (now < deadline) {
      long wake = Math.min(deadline, nextLate(now));
      if (over.await(Duration.ofNanos(wake - now)).isPresent()) {
        return;
      }
      now = environment.nanoTime();
      markLate(now);
      admitLanes(scope);
    }
    end();
  }

  private long nextLate(long now) {
    lock.lock();
    try {
      return calls.nextLate(now, now + roundTrips.softDeadline());
    } finally {
      lock.unlock();
    }
  }

  private void markLate(long now) {
    lock.lock();
    try {
      calls.markLate(now, shortlist, !wantsValue);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void admitLanes(FanOut scope) {
    for (int more = missingLanes(); more > 0; more--) {
      scope.fork(this::lane);
    }
  }

  private int missingLanes() {
    lock.lock();
    try {
      int wanted = options.alpha() + Math.min(calls.slow(), options.maxHedges());
      int missing = Math.max(0, wanted - lanes);
      lanes += missing;
      return missing;
    } finally {
      lock.unlock();
    }
  }

  /** What one lane does; it ends when the lookup does. */
  private void lane() throws InterruptedException {
    try {
      for (Call call = next(); call != null; call = next()) {
        ask(call);
      }
    } finally {
      over.complete(true);
    }
  }

  /** The next question to ask, waited for while there may still be one; null at the end. */
  private @Nullable Call next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!ended) {
        Contact peer = calls.prompt() < options.alpha() ? shortlist.next() : null;
        if (peer != null) {
          return calls.begin(peer, environment.nanoTime(), roundTrips.softDeadline());
        }
        if (shortlist.isComplete()) {
          endLocked();
        } else {
          changed.await();
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void ask(Call call) throws InterruptedException {
    Outcome outcome = new Outcome.Abandoned();
    try {
      Response answer = transport.call(call.peer, question, options.callTimeout());
      outcome = judge(call.peer, answer);
    } catch (RpcException e) {
      lock.lock();
      try {
        shortlist.failed(call.peer);
      } finally {
        lock.unlock();
      }
      outcome = new Outcome.Failed(e);
    } finally {
      finish(call, outcome);
    }
  }

  /** Takes in what a peer answered. The costly part, checking a signature, holds no lock. */
  private Outcome judge(Contact peer, Response answer) {
    Answers.Verdict verdict =
        Answers.examine(answer, target, options.k(), wantsValue, environment.now());
    lock.lock();
    try {
      return switch (verdict) {
        case Answers.Verdict.Nodes(List<Contact> contacts) -> {
          shortlist.answered(peer);
          yield new Outcome.Nodes(contacts.size(), shortlist.heard(contacts));
        }
        case Answers.Verdict.Value(Item item) -> {
          shortlist.answered(peer);
          holders.add(peer);
          if (found == null || item.compareVersion(found.item) > 0) {
            found = new Find(item, peer);
          }
          endLocked();
          yield new Outcome.Value(item);
        }
        case Answers.Verdict.Lie(String what) -> {
          shortlist.failed(peer);
          listener.lied(peer, what);
          yield new Outcome.Lied(what);
        }
      };
    } finally {
      lock.unlock();
    }
  }

  private void finish(Call call, Outcome outcome) {
    lock.lock();
    try {
      long took = environment.nanoTime() - call.asked;
      calls.end(call);
      boolean abandoned = outcome instanceof Outcome.Abandoned;
      if (!abandoned || call.isSlow()) {
        roundTrips.took(took);
      }
      if (abandoned && call.isSlow()) {
        listener.leftWaiting(call.peer);
      }
      Step step =
          new Step(
              call.peer,
              target.commonPrefix(call.peer.key()),
              Duration.ofNanos(call.asked - began),
              Duration.ofNanos(took),
              call.hedge,
              outcome);
      trace.add(step);
      watcher.accept(step);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      endLocked();
    } finally {
      lock.unlock();
    }
  }

  private void endLocked() {
    ended = true;
    changed.signalAll();
  }

  /** The outcome of {@link #run}, once that has returned. */
  LookupResult result() {
    if (found == null) {
      return closest();
    }
    return new LookupResult.Found(
        target, found.item, found.holder, shortlist.closest(holders), took(), trace);
  }

  /** The closest nodes that answered, once {@link #run} has returned. */
  LookupResult.Closest closest() {
    return new LookupResult.Closest(
        target, shortlist.closest(Set.of()), shortlist.isComplete(), took(), trace);
  }

  private Duration took() {
    return Duration.ofNanos(environment.nanoTime() - began);
  }
}
