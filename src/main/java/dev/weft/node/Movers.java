package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Notices when a node that is known calls from elsewhere, as a node does whose machine has come
 * into another network; guarded by its lock, which is held for no call: may be used by any thread.
 *
 * <p>The table keeps a node where it has answered, as long as it does. So it is dialled there; and
 * where it is not any more, that counts as a failure, and the table has it dialled where it claims
 * to be. Whoever has several addresses and calls from each costs the others one connection a
 * minute.
 */
final class Movers implements Handler {

  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int MOST = 1_000;

  private final Handler handler;
  private final Environment environment;
  private final Transport transport;
  private final RoutingActor routing;
  private final Crew errands;
  private final Duration timeout;
  private final ReentrantLock lock = new ReentrantLock();

  /** Who was looked for, and when, the longest ago first; a full list forgets that. */
  private final LinkedHashMap<Key, Long> asked = new LinkedHashMap<>();

  /**
   * @param handler answers the calls
   * @param timeout how long a node has to be found where it is known
   */
  Movers(
      Handler handler,
      Environment environment,
      Transport transport,
      RoutingActor routing,
      Crew errands,
      Duration timeout) {
    this.handler = handler;
    this.environment = environment;
    this.transport = transport;
    this.routing = routing;
    this.errands = errands;
    this.timeout = timeout;
  }

  @Override
  public Response handle(Caller from, Request request) throws InterruptedException {
    from.contact().ifPresent(this::called);
    return handler.handle(from, request);
  }

  @Override
  public boolean mayWait(Request request) {
    return handler.mayWait(request);
  }

  private void called(Contact caller) {
    routing
        .snapshot()
        .sound(caller.key())
        .filter(known -> !known.equals(caller) && isDue(caller.key()))
        .ifPresent(known -> errands.start("errand", () -> lookFor(known, caller)));
  }

  private boolean isDue(Key key) {
    long now = environment.nanoTime();
    lock.lock();
    try {
      Long before = asked.get(key);
      if (before != null && now - before < PAUSE.toNanos()) {
        return false;
      }
      asked.putLast(key, now);
      if (asked.size() > MOST) {
        asked.pollFirstEntry();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void lookFor(Contact known, Contact caller) throws InterruptedException {
    if (!isThere(known)) {
      routing.failed(known);
      routing.seen(caller, false);
    }
  }

  /** By a connection of its own: one that is open may lead to where it is now. */
  private boolean isThere(Contact known) throws InterruptedException {
    try {
      return transport.identify(known.address(), timeout).equals(known);
    } catch (RpcException e) {
      return e instanceof RpcException.Unsent;
    }
  }
}
