package dev.weft.rpc;

/**
 * Answers requests that come from the network. Called by many threads at once, and free to block
 * where it says so.
 */
@FunctionalInterface
public interface Handler {

  /**
   * Answers one request.
   *
   * @param from who asks
   * @param request what is asked
   * @return the answer
   * @throws InterruptedException if the transport is being closed
   */
  Response handle(Caller from, Request request) throws InterruptedException;

  /**
   * {@return whether the answer to a request may have to wait, for a disk or another node, or takes
   * long to make} Where it never does, a transport may have the thread that reads the request
   * answer it, and all that comes from that peer waits meanwhile. True unless a handler knows
   * better.
   *
   * @param request the request
   */
  default boolean mayWait(Request request) {
    return true;
  }
}
