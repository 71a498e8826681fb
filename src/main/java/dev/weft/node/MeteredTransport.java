package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupId;
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
import dev.weft.rpc.TransportCounts;
import dev.weft.runtime.Environment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Shared by any number of threads, without a lock: a transport that counts the calls that are made
 * and answered over it, and tells of each that was made when it is over.
 */
final class MeteredTransport implements Transport {

  private static final Consumer<CallEnd> UNHEARD = _ -> {};
  private static final long NEVER = Long.MIN_VALUE;

  private final Transport transport;
  private final Environment environment;
  private final LongAdder[] answered;
  private final LongAdder[][] made;
  private final AtomicLong contactAt = new AtomicLong(NEVER);
  private volatile Consumer<CallEnd> listener = UNHEARD;

  MeteredTransport(Transport transport, Environment environment) {
    this.transport = transport;
    this.environment = environment;
    this.answered = adders(RequestKind.values().length);
    this.made = new LongAdder[RequestKind.values().length][];
    for (int kind = 0; kind < made.length; kind++) {
      made[kind] = adders(CallOutcome.values().length);
    }
  }

  private static LongAdder[] adders(int count) {
    LongAdder[] adders = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  /** Has one more told of each call, by the thread that made it, which it holds up. */
  void onCall(Consumer<CallEnd> told) {
    listener = listener.equals(UNHEARD) ? told : listener.andThen(told);
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
    made[kind.ordinal()][outcome.ordinal()].increment();
    if (outcome.isContact()) {
      contactAt.lazySet(now);
    }
    Consumer<CallEnd> told = listener;
    if (!told.equals(UNHEARD)) {
      Duration took = Duration.ofNanos(now - began);
      told.accept(new CallEnd(LookupId.current(), to, kind, outcome, took));
    }
  }

  @Override
  public void serve(Handler handler) {
    transport.serve(
        new Handler() {
          @Override
          public Response handle(Caller from, Request request) throws InterruptedException {
            Response answer = handler.handle(from, request);
            answered[RequestKind.of(request).ordinal()].increment();
            contactAt.lazySet(environment.nanoTime());
            return answer;
          }

          @Override
          public boolean mayWait(Request request) {
            return handler.mayWait(request);
          }
        });
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
    Map<RequestKind, Long> in = new EnumMap<>(RequestKind.class);
    Map<RequestKind, Map<CallOutcome, Long>> out = new EnumMap<>(RequestKind.class);
    for (RequestKind kind : RequestKind.values()) {
      in.put(kind, answered[kind.ordinal()].sum());
      Map<CallOutcome, Long> outcomes = new EnumMap<>(CallOutcome.class);
      for (CallOutcome outcome : CallOutcome.values()) {
        outcomes.put(outcome, made[kind.ordinal()][outcome.ordinal()].sum());
      }
      out.put(kind, outcomes);
    }
    return new CallCounts(in, out);
  }

  @Override
  public Contact identify(InetSocketAddress address, Duration timeout)
      throws RpcException, InterruptedException {
    return transport.identify(address, timeout);
  }

  @Override
  public Optional<Contact> self() {
    return transport.self();
  }

  @Override
  public boolean provesCallers() {
    return transport.provesCallers();
  }

  @Override
  public Map<String, Long> refusals() {
    return transport.refusals();
  }

  @Override
  public TransportCounts counts() {
    return transport.counts();
  }

  @Override
  public void close() {
    transport.close();
  }
}
