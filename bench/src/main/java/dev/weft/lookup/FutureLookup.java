package dev.weft.lookup;

import dev.weft.bench.FutureTransport;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Answers.Conclusion;
import dev.weft.lookup.Answers.Verdict;
import dev.weft.lookup.Calls.Call;
import dev.weft.lookup.Step.Outcome;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One lookup as chains of {@link CompletableFuture}: each lane is the chain of its questions. Used
 * by whichever thread completes an answer or a timer; guarded by its lock, under which no future is
 * completed, as what depends on it would run there.
 *
 * <p>The same algorithm as {@link Lookup}, for networks in memory: nobody watches or listens.
 */
final class FutureLookup {

  private record Find(Item item, Contact holder) {}

  private final Key target;
  private final Request question;
  private final boolean wantsValue;
  private final Answers answers;
  private final LookupOptions options;
  private final Environment environment;
  private final FutureTransport transport;
  private final RoundTrips roundTrips;
  private final long began;
  private final long deadline;
  private final CompletableFuture<LookupResult> result = new CompletableFuture<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Shortlist shortlist;
  private final Calls calls;
  private final Map<Call, CompletableFuture<Response>> underWay = new LinkedHashMap<>();
  private final List<CompletableFuture<Boolean>> idle = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Set<Contact> holders = new HashSet<>();
  private @Nullable CompletableFuture<Boolean> timer;
  private @Nullable Find found;
  private int lanes;
  private boolean ended;
  private boolean complete;

  FutureLookup(
      Key target,
      Request question,
      Answers answers,
      Shortlist shortlist,
      LookupOptions options,
      Environment environment,
      FutureTransport transport,
      RoundTrips roundTrips,
      Duration timeout) {
    this.target = target;
    this.question = question;
    this.wantsValue = answers.wantsValue();
    this.answers = answers;
    this.shortlist = shortlist;
    this.options = options;
    this.environment = environment;
    this.transport = transport;
    this.roundTrips = roundTrips;
    this.calls = new Calls(options.alpha(), RoundTrips.nanos(options.callTimeout()));
    this.began = environment.nanoTime();
    this.deadline = TimeUnit.NANOSECONDS.convert(timeout);
  }

  CompletableFuture<LookupResult> start(Collection<Contact> start) {
    shortlist.heard(start);
    result.whenComplete((_, _) -> stop()); // when it is cancelled, too
    review();
    return result;
  }

  private void review() {
    int missing;
    lock.lock();
    try {
      long now = sinceBegin();
      calls.markLate(now, shortlist, !wantsValue || shortlist.isFull());
      if (ended || shortlist.isComplete() || now >= deadline) {
        complete |= !ended && shortlist.isComplete();
        ended = true;
        missing = 0;
      } else {
        int wanted = options.alpha() + Math.min(calls.slow(), options.maxHedges());
        missing = Math.max(0, wanted - lanes);
        lanes += missing;
        long latest = Math.min(deadline, now + roundTrips.softDeadline());
        timer = new CompletableFuture<>();
        timer
            .completeOnTimeout(true, calls.nextLate(now, latest) - now, TimeUnit.NANOSECONDS)
            .thenRun(this::review);
      }
    } finally {
      lock.unlock();
    }
    if (isEnded()) {
      finish();
    } else {
      wake();
      for (; missing > 0; missing--) {
        lane().whenComplete((_, thrown) -> laneEnded(thrown));
      }
    }
  }

  private boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** One question after the other. */
  private CompletableFuture<Boolean> lane() {
    return next()
        .thenCompose(
            call ->
                call.isEmpty()
                    ? CompletableFuture.completedFuture(true)
                    : ask(call.get()).thenCompose(_ -> lane()));
  }

  private void laneEnded(@Nullable Throwable thrown) {
    if (thrown instanceof CompletionException wrapped && wrapped.getCause() != null) {
      result.completeExceptionally(wrapped.getCause());
    } else if (thrown != null) {
      result.completeExceptionally(thrown);
    } else {
      finish();
    }
  }

  private CompletableFuture<Optional<Call>> next() {
    lock.lock();
    try {
      Contact peer = !ended && calls.haveRoom() ? shortlist.next() : null;
      if (peer != null) {
        boolean brief = !wantsValue && !shortlist.isPatient() && shortlist.hasAnswers();
        Call call = calls.begin(peer, sinceBegin(), roundTrips.softDeadline(), brief);
        return CompletableFuture.completedFuture(Optional.of(call));
      }
      if (!ended && !shortlist.isComplete()) {
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        idle.add(turn);
        return turn.thenCompose(_ -> next());
      }
      complete |= !ended;
      ended = true;
      return CompletableFuture.completedFuture(Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  /** Lets the lanes that wait look for a question again. */
  private void wake() {
    List<CompletableFuture<Boolean>> turns;
    lock.lock();
    try {
      turns = List.copyOf(idle);
      idle.clear();
    } finally {
      lock.unlock();
    }
    turns.forEach(turn -> turn.complete(true));
  }

  private CompletableFuture<Boolean> ask(Call call) {
    CompletableFuture<Response> answer = transport.call(call.peer, question, call.limit());
    boolean late;
    lock.lock();
    try {
      late = ended;
      underWay.put(call, answer);
    } finally {
      lock.unlock();
    }
    CompletableFuture<Boolean> concluded =
        answer.handle(
            (response, thrown) -> {
              conclude(call, response, thrown);
              wake();
              return true;
            });
    if (late) {
      answer.cancel(true);
    }
    return concluded;
  }

  private void conclude(Call call, @Nullable Response response, @Nullable Throwable thrown) {
    lock.lock();
    try {
      long took = sinceBegin() - call.asked;
      calls.end(call);
      underWay.remove(call);
      Conclusion conclusion = conclusion(response, thrown);
      steps.add(
          new Step(
              call.peer,
              shortlist.hop(call.peer),
              target.commonPrefix(call.peer.key()),
              Duration.ofNanos(call.asked),
              Duration.ofNanos(took),
              call.hedge,
              takeIn(call.peer, conclusion, took)));
    } finally {
      lock.unlock();
    }
  }

  private Conclusion conclusion(@Nullable Response response, @Nullable Throwable thrown) {
    if (response != null) {
      return answers.examine(response, environment.now());
    }
    return thrown instanceof RpcException e
        ? new Conclusion.Unanswered(e)
        : new Conclusion.Abandoned();
  }

  private Outcome takeIn(Contact peer, Conclusion conclusion, long took) {
    return switch (conclusion) {
      case Verdict.Nodes(List<Contact> contacts) -> {
        answered(peer, took);
        yield new Outcome.Nodes(contacts.size(), shortlist.heard(peer, contacts));
      }
      case Verdict.Value(Item item) -> {
        answered(peer, took);
        holders.add(peer);
        found = new Find(item, peer);
        ended = true;
        yield new Outcome.Value(item);
      }
      case Verdict.Providers some -> throw new IllegalStateException("nobody asked for " + some);
      case Verdict.Lie(String what) -> {
        shortlist.gone(peer);
        yield new Outcome.Lied(what);
      }
      case Conclusion.Unanswered(RpcException why) -> {
        shortlist.failed(peer, why);
        yield new Outcome.Failed(why);
      }
      case Conclusion.Abandoned() -> new Outcome.Abandoned();
    };
  }

  private void answered(Contact peer, long took) {
    shortlist.answered(peer);
    roundTrips.took(took);
    calls.took(took);
  }

  private void finish() {
    stop();
    LookupResult outcome;
    lock.lock();
    try {
      Duration took = Duration.ofNanos(sinceBegin());
      outcome =
          found == null
              ? new LookupResult.Closest(
                  target, shortlist.closest(Set.of()), shortlist.missing(), complete, took, steps)
              : new LookupResult.Found(
                  target, found.item, found.holder, shortlist.closest(holders), took, steps);
    } finally {
      lock.unlock();
    }
    result.complete(outcome);
  }

  /** Cancels all that is under way; each question concludes as abandoned. */
  private void stop() {
    List<CompletableFuture<?>> all;
    lock.lock();
    try {
      ended = true;
      all = new ArrayList<>(underWay.values());
      if (timer != null) {
        all.add(timer);
      }
    } finally {
      lock.unlock();
    }
    all.forEach(future -> future.cancel(true));
    wake();
  }

  private long sinceBegin() {
    return environment.nanoTime() - began;
  }
}
