package dev.weft.lookup;

import dev.weft.bench.callback.CallbackTransport;
import dev.weft.bench.callback.Future;
import dev.weft.bench.callback.Loop;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One lookup, as a future: the talk's {@code Lookup(Future)}. Confined to its event loop.
 *
 * <h2>How it works</h2>
 *
 * <p>The same algorithm as {@link Lookup}, turned inside out. There is no lane that takes a peer,
 * asks it and tells what came back: {@link #askMore} asks as many as may be asked, and returns;
 * {@link #onAnswer} is called with what came back, and asks more; {@link #review} is called by a
 * timer when a peer is late. Between two calls the lookup is nowhere, and all that it knows is in
 * its fields. What the end of a scope does for {@link Lookup} is done by hand in {@link #stop}:
 * every question under way and the timer are cancelled, and each callback has to see whether it
 * comes too late.
 */
public final class CallbackLookup extends Future<LookupResult> {

  /** A valid value, and who gave it. */
  private record Find(Item item, Contact holder) {}

  private final Key target;
  private final Request question;
  private final boolean wantsValue;
  private final Answers answers;
  private final LookupOptions options;
  private final Loop loop;
  private final CallbackTransport transport;
  private final LookupListener listener;
  private final RoundTrips roundTrips;
  private final Consumer<Step> watcher;
  private final long began;
  private final long deadline;

  private final Shortlist shortlist;
  private final Calls calls;
  private final Map<Call, Future<Response>> underWay = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Contact> leftWaiting = new ArrayList<>();
  private final Set<Contact> holders = new HashSet<>();
  private Loop.@Nullable Timer timer;
  private @Nullable Find found;
  private int lanes;
  private int told;
  private boolean asking;
  private boolean ended;
  private boolean complete;

  CallbackLookup(
      Key target,
      Request question,
      Answers answers,
      Shortlist shortlist,
      LookupOptions options,
      Loop loop,
      CallbackTransport transport,
      LookupListener listener,
      RoundTrips roundTrips,
      Consumer<Step> watcher,
      Duration timeout) {
    this.target = target;
    this.question = question;
    this.wantsValue = answers.wantsValue();
    this.answers = answers;
    this.shortlist = shortlist;
    this.options = options;
    this.loop = loop;
    this.transport = transport;
    this.listener = listener;
    this.roundTrips = roundTrips;
    this.watcher = watcher;
    this.calls = new Calls(options.alpha(), RoundTrips.nanos(options.callTimeout()));
    this.began = loop.nanoTime();
    this.deadline = TimeUnit.NANOSECONDS.convert(timeout);
  }

  /** Starts; it may be done when this returns. */
  CallbackLookup start(Collection<Contact> start) {
    shortlist.heard(start);
    review();
    return this;
  }

  /** Marks who is late, and goes on accordingly: called at the start, and by the timer. */
  private void review() {
    try {
      long now = sinceBegin();
      calls.markLate(now, shortlist, !wantsValue || shortlist.isFull());
      if (shortlist.isComplete() || now >= deadline) {
        finish();
        return;
      }
      int wanted = options.alpha() + Math.min(calls.slow(), options.maxHedges());
      lanes = Math.max(lanes, wanted);
      askMore();
      if (!ended) {
        long latest = Math.min(deadline, now + roundTrips.softDeadline());
        timer = loop.callLater(calls.nextLate(now, latest) - now, this::review);
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Asks as many peers as may be asked, and waits for none. */
  private void askMore() {
    if (asking) {
      return; // an answer was there at once: the loop below, which asked, goes on
    }
    asking = true;
    try {
      while (!ended) {
        boolean room = underWay.size() < lanes && calls.haveRoom();
        Contact peer = room ? shortlist.next() : null;
        if (peer != null) {
          ask(peer);
        } else {
          if (shortlist.isComplete()) {
            finish();
          }
          return;
        }
      }
    } finally {
      asking = false;
    }
  }

  private void ask(Contact peer) {
    boolean brief = !wantsValue && !shortlist.isPatient() && shortlist.hasAnswers();
    Call call = calls.begin(peer, sinceBegin(), roundTrips.softDeadline(), brief);
    Future<Response> answer = transport.call(peer, question, call.limit());
    underWay.put(call, answer);
    answer.addDoneCallback(done -> onAnswer(call, done));
  }

  /** Called when a question is over, one way or another. */
  private void onAnswer(Call call, Future<Response> answer) {
    try {
      underWay.remove(call);
      Conclusion conclusion = conclusion(answer);
      conclude(call, conclusion);
      if (conclusion instanceof Verdict.Lie(String what)) {
        listener.lied(call.peer, what);
      }
      if (ended) {
        return; // stopped, by whoever is about to finish this
      }
      tell();
      if (found != null || answer.isCancelled()) {
        finish(); // it is found; or the transport has given up by itself
      } else {
        askMore();
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private Conclusion conclusion(Future<Response> answer) {
    if (answer.isCancelled()) {
      return new Conclusion.Abandoned();
    }
    return switch (answer.exception()) {
      case null -> answers.examine(answer.result(), loop.now());
      case RpcException e -> new Conclusion.Unanswered(e);
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    };
  }

  private void conclude(Call call, Conclusion conclusion) {
    long took = sinceBegin() - call.asked;
    calls.end(call);
    steps.add(
        new Step(
            call.peer,
            shortlist.hop(call.peer),
            target.commonPrefix(call.peer.key()),
            Duration.ofNanos(call.asked),
            Duration.ofNanos(took),
            call.hedge,
            takeIn(call, conclusion, took)));
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
        found = new Find(item, peer);
        yield new Outcome.Value(item);
      }
      case Verdict.Providers some -> throw new IllegalStateException("nobody asked for " + some);
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

  private void tell() {
    while (told < steps.size()) {
      watcher.accept(steps.get(told++));
    }
  }

  /** Asks nobody else, and lets go of all that is under way; each concludes as abandoned. */
  private void stop() {
    complete |= !ended && shortlist.isComplete();
    ended = true;
    if (timer != null) {
      timer.cancel();
    }
    List.copyOf(underWay.values()).forEach(Future::cancel);
  }

  private void finish() {
    stop();
    report();
    tell();
    setResult(outcome());
  }

  private void fail(Throwable failure) {
    if (!isDone()) {
      stop();
      try {
        report();
      } finally {
        setException(failure);
      }
    }
  }

  @Override
  public boolean cancel() {
    if (isDone()) {
      return false;
    }
    stop();
    report();
    return super.cancel();
  }

  private void report() {
    List<Contact> slow = List.copyOf(leftWaiting);
    leftWaiting.clear();
    slow.forEach(listener::leftWaiting);
  }

  private LookupResult outcome() {
    Duration took = Duration.ofNanos(sinceBegin());
    return found == null
        ? new LookupResult.Closest(
            target, shortlist.closest(Set.of()), shortlist.missing(), complete, took, steps)
        : new LookupResult.Found(
            target, found.item, found.holder, shortlist.closest(holders), took, steps);
  }

  private long sinceBegin() {
    return loop.nanoTime() - began;
  }
}
