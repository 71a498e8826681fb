package dev.weft.tcp;

import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.runtime.Crew;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shared by all connections of a transport, without a lock: answers requests, each on a virtual
 * thread of its own, up to a limit in all.
 */
final class Requests {

  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

  private final Crew crew;
  private final Traffic traffic;
  private final int limit;
  private final Semaphore free;
  private final AtomicReference<Handler> handler = new AtomicReference<>();

  Requests(Crew crew, Traffic traffic, int limit) {
    this.crew = crew;
    this.traffic = traffic;
    this.limit = limit;
    this.free = new Semaphore(limit);
  }

  /**
   * Starts to answer.
   *
   * @throws IllegalStateException if called before
   */
  void serve(Handler handler) {
    if (!this.handler.compareAndSet(null, handler)) {
      throw new IllegalStateException("this transport serves already");
    }
  }

  /** How many requests are being answered. */
  int inFlight() {
    return limit - free.availablePermits();
  }

  /**
   * Answers a request, and does not wait for that.
   *
   * @param reply gets the answer; called once, by this thread or another
   */
  void answer(Caller from, Request request, Consumer<Response> reply) {
    Handler current = handler.get();
    if (current == null) {
      traffic.refused.increment();
      reply.accept(new Response.Refused(RefusalCode.BUSY, "this node does not serve yet"));
    } else if (!free.tryAcquire()) {
      traffic.refused.increment();
      reply.accept(new Response.Refused(RefusalCode.BUSY, "this node is busy"));
    } else if (!crew.start("weft-request", () -> run(current, from, request, reply))) {
      free.release();
      reply.accept(closing());
    }
  }

  private void run(Handler handler, Caller from, Request request, Consumer<Response> reply) {
    Response response = new Response.Refused(RefusalCode.OTHER, "this node failed to answer");
    try {
      response = handler.handle(from, request);
    } catch (InterruptedException e) {
      response = closing();
    } catch (RuntimeException e) {
      LOG.warn("A request failed in this node, which is an error in its program", e);
    } finally {
      free.release();
      reply.accept(response);
    }
  }

  private static Response closing() {
    return new Response.Refused(RefusalCode.CLOSING, "this node is about to stop");
  }
}
