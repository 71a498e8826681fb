package dev.weft.node;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shared by any number of threads; guarded by its lock: how long those took to answer who were
 * called last, up to {@value #MOST} of them. For people to look at: nothing is decided by it.
 *
 * <p>It begins to take note when it is asked for the first time. Nodes that nobody looks into, as
 * thousands in a simulation, keep nothing.
 */
public final class AnswerTimes {

  private static final int MOST = 2_000;

  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedMap<Key, Duration> times = new LinkedHashMap<>();
  private volatile boolean wanted;

  AnswerTimes(Environment environment) {
    this.environment = environment;
  }

  /** How long a node took to answer the last call that it answered, if that is known. */
  public Optional<Duration> of(Key node) {
    wanted = true;
    lock.lock();
    try {
      return Optional.ofNullable(times.get(node));
    } finally {
      lock.unlock();
    }
  }

  private void note(Key node, Duration time) {
    lock.lock();
    try {
      times.putLast(node, time);
      if (times.size() > MOST) {
        times.pollFirstEntry();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A transport whose calls are timed. */
  Transport over(Transport transport) {
    return new Timed(transport);
  }

  private final class Timed implements Transport {

    private final Transport transport;

    Timed(Transport transport) {
      this.transport = transport;
    }

    @Override
    public Response call(Contact to, Request request, Duration timeout)
        throws RpcException, InterruptedException {
      long began = environment.nanoTime();
      Response answer = transport.call(to, request, timeout);
      if (wanted) {
        note(to.key(), Duration.ofNanos(environment.nanoTime() - began));
      }
      return answer;
    }

    @Override
    public Contact identify(InetSocketAddress address, Duration timeout)
        throws RpcException, InterruptedException {
      return transport.identify(address, timeout);
    }

    @Override
    public void serve(Handler handler) {
      transport.serve(handler);
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
    public void close() {
      transport.close();
    }
  }
}
