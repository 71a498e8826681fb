package dev.weft.rpc;

/**
 * Answers requests that come from the network. Called by many threads at once, one for each
 * request, and free to block.
 */
@FunctionalInterface
public interface Handler {

  /**
   * Answers one request.
   *
   * @throws InterruptedException if the transport is being closed
   */
  Response handle(Caller from, Request request) throws InterruptedException;
}
