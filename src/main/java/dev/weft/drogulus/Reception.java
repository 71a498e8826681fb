package dev.weft.drogulus;

import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shared by all links, without a lock: takes the messages that come. Each is taken by a thread of
 * its own, which may block.
 */
final class Reception {

  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  private final Speaker speaker;
  private final Questions questions;
  private final AtomicReference<Handler> handler = new AtomicReference<>();

  Reception(Speaker speaker, Questions questions) {
    this.speaker = speaker;
    this.questions = questions;
  }

  /**
   * Starts to answer.
   *
   * @throws IllegalStateException if called before
   */
  void serve(Handler serving) {
    if (!handler.compareAndSet(null, serving)) {
      throw new IllegalStateException("this transport serves already");
    }
  }

  /**
   * Whether a message is to be taken: sealed by its sender, who is another node, and for this node.
   * Others are met with silence, as a drogulus node meets what it does not like.
   */
  boolean admits(Link link, SealedMessage message) {
    if (!message.isGenuine()) {
      link.isBad("the seal does not fit");
      return false;
    }
    return !message.envelope().sender().id().equals(speaker.self().key())
        && speaker.isForUs(message);
  }

  /** Takes a message that is admitted: answers it, or gives it to whoever waits for it. */
  void take(Link link, SealedMessage message) throws InterruptedException {
    Optional<Request> request = Speaker.request(message.message());
    if (request.isEmpty()) {
      questions.answered(link, message);
      return;
    }
    Response response = handle(Speaker.caller(message.envelope(), link.remote()), request.get());
    Optional<SealedMessage> answer = speaker.answer(message, response);
    if (answer.isPresent()) {
      send(link, answer.get());
    }
  }

  private Response handle(Caller from, Request request) throws InterruptedException {
    Handler serving = handler.get();
    if (serving == null) {
      return new Response.Refused(RefusalCode.BUSY, "this node does not serve yet");
    }
    try {
      return serving.handle(from, request);
    } catch (RuntimeException e) {
      LOG.warn("A request failed in this node, which is an error in its program", e);
      return new Response.Refused(RefusalCode.OTHER, "this node failed to answer");
    }
  }

  private static void send(Link link, SealedMessage answer) {
    try {
      link.send(answer);
    } catch (RpcException e) {
      LOG.debug("An answer could not be sent: {}", e.getMessage());
    }
  }
}
