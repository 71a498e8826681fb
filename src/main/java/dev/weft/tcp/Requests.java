package dev.weft.tcp;

import dev.weft.admission.Refusal;
import dev.weft.admission.Refusals;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.runtime.Crew;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shared by all connections of a transport, without a lock: answers requests. Those whose answer
 * never waits are answered by the thread that read them: to make the answer takes less time than to
 * start a thread. The others have a virtual thread each, up to a limit in all.
 */
final class Requests {

  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

  private static final Response FAILED =
      new Response.Refused(RefusalCode.OTHER, "this node failed to answer");

  private final Crew crew;
  private final Refusals refusals;
  private final int limit;
  private final Semaphore free;
  private final AtomicReference<Handler> handler = new AtomicReference<>();

  Requests(Crew crew, Refusals refusals, int limit) {
    this.crew = crew;
    this.refusals = refusals;
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
   * The answer to a request, if that is there without a wait; null if the request is to be given to
   * {@link #answer}.
   */
  @Nullable Response answerNow(Caller from, Request request) {
    Handler current = handler.get();
    return current == null || current.mayWait(request) ? null : handle(current, from, request);
  }

  /**
   * Answers a request, and does not wait for that.
   *
   * @param reply gets the answer; called once, by this thread or another
   */
  void answer(Caller from, Request request, Consumer<Response> reply) {
    Handler current = handler.get();
    if (current == null) {
      reply.accept(busy(Refusal.NOT_SERVING, from, "this node does not serve yet"));
    } else if (!free.tryAcquire()) {
      reply.accept(busy(Refusal.REQUESTS, from, "this node is busy"));
    } else if (!crew.start("weft-request", () -> run(current, from, request, reply))) {
      free.release();
      reply.accept(closing());
    }
  }

  private Response busy(Refusal refusal, Caller from, String why) {
    refusals.count(refusal, from, why);
    return new Response.Refused(RefusalCode.BUSY, why);
  }

  private void run(Handler handler, Caller from, Request request, Consumer<Response> reply) {
    Response response = FAILED;
    try {
      response = handle(handler, from, request);
    } finally {
      free.release();
      reply.accept(response);
    }
  }

  private static Response handle(Handler handler, Caller from, Request request) {
    try {
      return handler.handle(from, request);
    } catch (InterruptedException e) {
      return closing();
    } catch (RuntimeException e) {
      LOG.warn("A request failed in this node, which is an error in its program", e);
      return FAILED;
    }
  }

  private static Response closing() {
    return new Response.Refused(RefusalCode.CLOSING, "this node is about to stop");
  }
}
