package dev.weft.lookup;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.Answers.Conclusion;
import dev.weft.lookup.Answers.Verdict;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One lookup, run once. Shared by the thread that runs it, the owner, and its lanes; all that
 * changes is guarded by its lock, which nobody holds while a peer is being asked, or the watcher or
 * the listener is told.
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
 * closer ones, and one that fails makes room in the frontier. A lane that has had its answer looks
 * for the next peer itself, and wakes one other if there is room for more, which does the same; so
 * nobody is woken to find nothing to do. An answer that comes while the lookup ends is still taken
 * in, but asks nobody, and does not undo what the end was decided on.
 */
final class Lookup {

  /** A valid value, and who gave it. */
  private record Find(Item item, Contact holder) {}

  private final Request question;
  private final Answers answers;
  private final LookupOptions options;
  private final Environment environment;
  private final Transport transport;
  private final LookupListener listener;
  private final RoundTrips roundTrips;
  private final Scout scout;
  private final Trace trace;
  private final long began;

  /** Completed by whichever lane ends first: then the lookup is over. */
  private final Promise<Boolean> over;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Shortlist shortlist;
  private final Calls calls;
  private final List<Contact> leftWaiting = new ArrayList<>();
  private final Set<Contact> holders = new HashSet<>();
  private @Nullable Find found;
  private boolean ended;
  private boolean complete;
  private int lanes;
  private final Failures failures = new Failures();

  Lookup(
      Request question,
      Answers answers,
      Shortlist shortlist,
      LookupOptions options,
      Environment environment,
      Transport transport,
      LookupListener listener,
      RoundTrips roundTrips,
      Scout scout,
      Consumer<Step> watcher) {
    this.question = question;
    this.answers = answers;
    this.shortlist = shortlist;
    this.options = options;
    this.environment = environment;
    this.transport = transport;
    this.listener = listener;
    this.roundTrips = roundTrips;
    this.scout = scout;
    this.trace = new Trace(lock, watcher);
    this.calls = new Calls(options.alpha(), RoundTrips.nanos(options.callTimeout()));
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
    try (FanOut scope = FanOut.open(environment.threads("lookup"), () -> true)) {
      pace(scope, TimeUnit.NANOSECONDS.convert(timeout));
    } finally {
      leftWaiting.forEach(listener::leftWaiting);
    }
    failures.rethrow();
    trace.tellRest();
    return this;
  }

  /** Sleeps until the lookup is over, waking when a peer is late to let another lane in. */
  private void pace(FanOut scope, long deadline) throws InterruptedException {
    try {
      for (long pause = review(deadline); pause > 0; pause = review(deadline)) {
        for (int more = missingLanes(); more > 0; more--) {
          scope.fork(this::lane);
        }
        if (over.await(Duration.ofNanos(pause)).isPresent()) {
          return;
        }
      }
    } finally {
      stop();
    }
  }

  /** Sees to it that lanes ask nobody else, even where a transport has swallowed the interrupt. */
  private void stop() {
    lock.lock();
    try {
      end();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Marks who is late, and ends the lookup where that, or the deadline, ends it.
   *
   * @return how long it goes on before it is to be reviewed again; 0 at the end
   */
  private long review(long deadline) {
    lock.lock();
    try {
      long now = sinceBegin();
      if (calls.markLate(now, shortlist, !answers.wantsValue() || shortlist.isFull())) {
        changed.signal();
      }
      scout.look(answers.target(), shortlist);
      if (shortlist.isComplete() || now >= deadline) {
        end();
      }
      long latest = Math.min(deadline, now + roundTrips.softDeadline());
      return ended ? 0 : calls.nextLate(now, latest) - now;
    } finally {
      lock.unlock();
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
    } catch (RuntimeException | Error e) {
      failures.add(
          () -> {
            throw e;
          });
    } finally {
      over.complete(true);
    }
  }

  /** The next question to ask, waited for while there may still be one; null at the end. */
  private @Nullable Call next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!ended) {
        Contact peer = calls.haveRoom() ? shortlist.next() : null;
        if (peer != null) {
          boolean brief = !answers.wantsValue() && !shortlist.isPatient() && shortlist.hasAnswers();
          Call call = calls.begin(peer, sinceBegin(), roundTrips.softDeadline(), brief);
          if (calls.haveRoom()) {
            changed.signal();
          }
          return call;
        }
        if (shortlist.isComplete()) {
          end();
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
    Conclusion conclusion = new Conclusion.Abandoned();
    try {
      Response answer = transport.call(call.peer, question, call.limit());
      conclusion = answers.examine(answer, environment.now());
    } catch (RpcException e) {
      // Even where it says that the peer misbehaved, that is no lie told: somebody may have spread
      // a wrong address for an honest node.
      conclusion = new Conclusion.Unanswered(e);
    } finally {
      conclude(call, conclusion);
    }
    if (conclusion instanceof Verdict.Lie(String what)) {
      listener.lied(call.peer, what);
    }
    trace.tell();
  }

  private void conclude(Call call, Conclusion conclusion) {
    lock.lock();
    try {
      long took = sinceBegin() - call.asked;
      calls.end(call);
      trace.add(
          new Step(
              call.peer,
              shortlist.hop(call.peer),
              answers.target().commonPrefix(call.peer.key()),
              Duration.ofNanos(call.asked),
              Duration.ofNanos(took),
              call.hedge,
              takeIn(call, conclusion, took)));
      scout.look(answers.target(), shortlist);
    } finally {
      lock.unlock();
    }
  }

  private Outcome takeIn(Call call, Conclusion conclusion, long took) {
    Contact peer = call.peer;
    return switch (conclusion) {
      case Verdict.Nodes(List<Contact> contacts) -> {
        answered(peer, took);
        yield new Outcome.Nodes(contacts.size(), shortlist.heard(peer, contacts));
      }
      case Verdict.Value(Item item) -> {
        answered(peer, took);
        holders.add(peer);
        if (found == null || item.compareVersion(found.item) > 0) {
          found = new Find(item, peer);
        }
        end();
        yield new Outcome.Value(item);
      }
      case Verdict.Providers some -> {
        answered(peer, took);
        if (some.enough()) {
          end();
        }
        int fresh = shortlist.heard(peer, some.contacts());
        yield new Outcome.Providers(some.total(), some.given(), some.contacts().size(), fresh);
      }
      case Verdict.Lie(String what) -> {
        shortlist.gone(peer);
        yield new Outcome.Lied(what);
      }
      case Conclusion.Unanswered(RpcException why) -> {
        shortlist.failed(peer, why);
        if (call.isBrief() && why instanceof RpcException.Timeout) {
          leftWaiting.add(peer);
        }
        yield new Outcome.Failed(why);
      }
      case Conclusion.Abandoned() -> {
        if (call.isSlow()) {
          leftWaiting.add(peer);
        }
        yield new Outcome.Abandoned();
      }
    };
  }

  private void answered(Contact peer, long took) {
    shortlist.answered(peer);
    roundTrips.took(took);
    calls.took(took);
  }

  /** Decides, with the lock held, that nobody else is asked. */
  private void end() {
    complete |= !ended && shortlist.isComplete();
    ended = true;
    trace.end();
    changed.signalAll();
  }

  private long sinceBegin() {
    return environment.nanoTime() - began;
  }

  /** The outcome of {@link #run}, once that has returned. */
  LookupResult result() {
    return found == null
        ? closest()
        : new LookupResult.Found(
            answers.target(),
            found.item,
            found.holder,
            shortlist.closest(holders),
            Duration.ofNanos(sinceBegin()),
            trace.steps());
  }

  /** The closest nodes that answered, once {@link #run} has returned. */
  LookupResult.Closest closest() {
    return new LookupResult.Closest(
        answers.target(),
        shortlist.closest(Set.of()),
        shortlist.missing(),
        complete,
        Duration.ofNanos(sinceBegin()),
        trace.steps());
  }
}
