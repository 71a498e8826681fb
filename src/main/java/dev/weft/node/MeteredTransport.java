package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.rpc.CallCounts;
import dev.weft.rpc.CallEnd;
import dev.weft.rpc.CallOutcome;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.RequestKind;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.TraceId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Shared by any number of threads, without a lock: a transport that counts the calls that are made
 * and answered over it, and tells of each that was made when it is over.
 */
final class MeteredTransport extends ForwardingTransport {

  private static final long NEVER = Long.MIN_VALUE;

  private final Environment environment;
  private final Map<RequestKind, LongAdder> answered = adders(RequestKind.class);
  private final Map<RequestKind, Map<CallOutcome, LongAdder>> made =
      new EnumMap<>(RequestKind.class);
  private final AnswerTimes times = new AnswerTimes();
  private final AtomicLong contactAt = new AtomicLong(NEVER);
  private final List<Consumer<CallEnd>> listeners = new CopyOnWriteArrayList<>();

  MeteredTransport(Transport transport, Environment environment) {
    super(transport);
    this.environment = environment;
    for (RequestKind kind : RequestKind.values()) {
      made.put(kind, adders(CallOutcome.class));
    }
  }

  private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> kinds) {
    Map<K, LongAdder> adders = new EnumMap<>(kinds);
    for (K kind : kinds.getEnumConstants()) {
      adders.put(kind, new LongAdder());
    }
    return adders;
  }

  private static <K extends Enum<K>> void count(Map<K, LongAdder> adders, K kind) {
    Objects.requireNonNull(adders.get(kind)).increment();
  }

  /**
   * Has one more told of each call, by the thread that made it, which it holds up.
   *
   * @return ends that
   */
  Runnable onCall(Consumer<CallEnd> told) {
    listeners.add(told);
    return () -> listeners.remove(told);
  }

  @Override
  public Response call(Contact to, Request request, Duration timeout)
      throws RpcException, InterruptedException {
    long began = environment.nanoTime();
    CallEvent event = new CallEvent();
    event.begin();
    CallOutcome outcome = CallOutcome.ABANDONED;
    try {
      Response answer = transport.call(to, request, timeout);
      outcome = CallOutcome.ANSWERED;
      return answer;
    } catch (RpcException e) {
      outcome = CallOutcome.of(e);
      throw e;
    } finally {
      RequestKind kind = RequestKind.of(request);
      event.over(to, kind, outcome);
      end(to, kind, outcome, began);
    }
  }

  private void end(Contact to, RequestKind kind, CallOutcome outcome, long began) {
    long now = environment.nanoTime();
    count(Objects.requireNonNull(made.get(kind)), outcome);
    if (outcome.isContact()) {
      contactAt.lazySet(now);
    }
    if (outcome == CallOutcome.ANSWERED && kind != RequestKind.WATCH) {
      times.answered(to.key(), now - began);
    }
    if (!listeners.isEmpty()) {
      Duration took = Duration.ofNanos(now - began);
      CallEnd call = new CallEnd(TraceId.current(), to, kind, outcome, took);
      listeners.forEach(told -> told.accept(call));
    }
  }

  @Override
  public void serve(Handler handler) {
    transport.serve(
        new Handler() {
          @Override
          public Response handle(Caller from, Request request) throws InterruptedException {
            Response answer = handler.handle(from, request);
            count(answered, RequestKind.of(request));
            contactAt.lazySet(environment.nanoTime());
            return answer;
          }

          @Override
          public boolean mayWait(Request request) {
            return handler.mayWait(request);
          }
        });
  }

  /** How long those took to answer who were called. */
  AnswerTimes times() {
    return times;
  }

  /** How long ago another node was last heard of: it answered, or asked; empty if it never was. */
  Optional<Duration> sinceContact() {
    long at = contactAt.get();
    return at == NEVER
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, environment.nanoTime() - at)));
  }

  /** What was counted. */
  CallCounts calls() {
    Map<RequestKind, Map<CallOutcome, Long>> out = new EnumMap<>(RequestKind.class);
    made.forEach((kind, outcomes) -> out.put(kind, sums(CallOutcome.class, outcomes)));
    return new CallCounts(sums(RequestKind.class, answered), out);
  }

  private static <K extends Enum<K>> Map<K, Long> sums(Class<K> kinds, Map<K, LongAdder> adders) {
    Map<K, Long> sums = new EnumMap<>(kinds);
    adders.forEach((kind, adder) -> sums.put(kind, adder.sum()));
    return sums;
  }
}
