package dev.weft.bench;

import dev.weft.bench.callback.CallbackTransport;
import dev.weft.bench.callback.Future;
import dev.weft.bench.callback.Loop;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A network in memory with one face for each style: behind all of them the same nodes give the same
 * answers after the same time. Immutable but for a count; its nodes may be used by any thread.
 *
 * <p>A call waits once: until the answer has come, or, where there is none in time, until the
 * time-out. Where the answer takes no time, nothing waits, and no thread is changed.
 */
public final class MemoryNetwork {

  /** One node; asked by many threads at once. */
  @FunctionalInterface
  public interface Node {
    /**
     * Answers.
     *
     * @return null to be silent
     * @throws RpcException to let the call fail
     */
    @Nullable Response answer(Request request) throws RpcException;

    /** How long the answer takes beyond the network's own latency, in nanoseconds. */
    default long delay() {
      return 0;
    }
  }

  /** What a call comes to, and after how long. */
  record Reply(@Nullable Response response, @Nullable RpcException failure, long after) {}

  private final Map<Key, Node> nodes;
  private final long latency;
  private final LongAdder underWay = new LongAdder();

  /**
   * @param nodes all nodes, by their key; not to be changed while anybody is asked
   * @param roundTrip how long an answer takes
   */
  public MemoryNetwork(Map<Key, Node> nodes, Duration roundTrip) {
    this.nodes = nodes;
    this.latency = roundTrip.toNanos();
  }

  /** How many calls are under way. */
  public long underWay() {
    return underWay.sum();
  }

  /**
   * Returns when no call is under way. A chain of futures may have ended just before the network
   * has taken note of the end of its last call.
   */
  public void awaitNobody() {
    while (underWay() > 0) {
      Thread.onSpinWait();
    }
  }

  private Reply ask(Contact to, Request request, Duration timeout) {
    Node node = nodes.get(to.key());
    long limit = TimeUnit.NANOSECONDS.convert(timeout);
    if (node == null) {
      return new Reply(null, new RpcException.Unreachable(to + " is not there"), 0);
    }
    long takes = latency + node.delay();
    try {
      Response response = node.answer(request);
      if (response == null || takes >= limit) {
        return new Reply(null, new RpcException.Timeout(to + " is silent"), limit);
      }
      return response instanceof Response.Refused refused
          ? new Reply(null, new RpcException.Refused(refused.code(), refused.reason()), takes)
          : new Reply(response, null, takes);
    } catch (RpcException e) {
      return new Reply(null, e, takes);
    }
  }

  /** The network as the blocking style sees it. */
  public Transport blocking(Environment environment) {
    return new Blocking(environment);
  }

  /** The network as callbacks see it. */
  public CallbackTransport callbacks(Loop loop) {
    return (to, request, timeout) -> {
      Reply reply = ask(to, request, timeout);
      Future<Response> future = new Future<>();
      underWay.increment();
      future.addDoneCallback(_ -> underWay.decrement());
      if (reply.after() > 0) {
        Loop.Timer timer = loop.callLater(reply.after(), () -> settle(future, reply));
        future.addDoneCallback(_ -> timer.cancel());
      } else {
        settle(future, reply);
      }
      return future;
    };
  }

  private static void settle(Future<Response> future, Reply reply) {
    if (reply.response() != null) {
      future.setResult(reply.response());
    } else if (reply.failure() != null) {
      future.setException(reply.failure());
    }
  }

  /** The network as chains of futures see it. */
  FutureTransport futures() {
    return (to, request, timeout) -> {
      Reply reply = ask(to, request, timeout);
      CompletableFuture<Response> future = new CompletableFuture<>();
      underWay.increment();
      future.whenComplete((_, _) -> underWay.decrement());
      if (reply.after() <= 0) {
        settle(future, reply);
      } else if (reply.response() != null) {
        future.completeOnTimeout(reply.response(), reply.after(), TimeUnit.NANOSECONDS);
      } else {
        CompletableFuture<Boolean> timer = new CompletableFuture<>();
        timer
            .completeOnTimeout(true, reply.after(), TimeUnit.NANOSECONDS)
            .thenRun(() -> settle(future, reply));
        future.whenComplete((_, _) -> timer.cancel(true));
      }
      return future;
    };
  }

  private static void settle(CompletableFuture<Response> future, Reply reply) {
    if (reply.failure() != null) {
      future.completeExceptionally(reply.failure());
    } else {
      future.complete(reply.response());
    }
  }

  private final class Blocking implements Transport {
    private final Environment environment;

    Blocking(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Response call(Contact to, Request request, Duration timeout)
        throws RpcException, InterruptedException {
      Reply reply = ask(to, request, timeout);
      underWay.increment();
      try {
        if (reply.after() > 0) {
          environment.sleep(Duration.ofNanos(reply.after()));
        }
      } finally {
        underWay.decrement();
      }
      if (reply.failure() != null) {
        throw reply.failure();
      }
      return Optional.ofNullable(reply.response()).orElseThrow();
    }

    @Override
    public Contact identify(InetSocketAddress address, Duration timeout) throws RpcException {
      throw new RpcException.Unreachable("nodes in memory have no addresses");
    }

    @Override
    public void serve(Handler handler) {}

    @Override
    public Optional<Contact> self() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
