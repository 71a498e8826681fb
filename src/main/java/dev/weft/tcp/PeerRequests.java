package dev.weft.tcp;

import dev.weft.admission.Refusal;
import dev.weft.item.Announcement;
import dev.weft.item.Item;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.socket.Outbox;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shared by a connection's reading thread and all who answer; guarded by its lock: the requests of
 * one peer that are being answered, up to a limit. Never waits: a request is handed to a thread of
 * its own or refused, and an answer is left in the outbox.
 */
final class PeerRequests {

  /** As many as a node of a network with the usual k tells of. */
  private static final int MOST_CONTACT_BYTES = 2 * 1024;

  private final Hub hub;
  private final Caller peer;
  private final Outbox outbox;
  private final Runnable unread;
  private final Runnable answered;
  private final Runnable forged;

  private final ReentrantLock lock = new ReentrantLock();
  private int count;

  /**
   * @param hub who answers, and limits
   * @param peer who asks
   * @param outbox where answers go
   * @param unread called without the lock when an answer does not fit the outbox, as the peer reads
   *     none
   * @param answered called without the lock after each answer
   * @param forged called without the lock when the peer was told that it has sent a forged item,
   *     which no honest one does
   */
  PeerRequests(
      Hub hub, Caller peer, Outbox outbox, Runnable unread, Runnable answered, Runnable forged) {
    this.hub = hub;
    this.peer = peer;
    this.outbox = outbox;
    this.unread = unread;
    this.answered = answered;
    this.forged = forged;
  }

  /** Whether every request was answered, and everything in the outbox written. */
  boolean isDone() {
    lock.lock();
    try {
      return count == 0 && outbox.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Answers a request, or refuses it as busy. An answer that is there at once is {@linkplain
   * Outbox#leave left} to be written with those that may follow; for the reading thread.
   */
  void answer(long id, Request request) {
    if (!hasRoom()) {
      refuse(id, Refusal.BYTES, "this node has too much to send to others");
      return;
    }
    Response now = hub.requests().answerNow(peer, request);
    if (now == null) {
      answerLater(id, request);
    } else {
      check(outbox.leave(MessageCodec.frame(new Message.Answer(id, now))));
    }
  }

  private boolean hasRoom() {
    long underWay = hub.traffic().underWay();
    long most = hub.limits().bytes();
    return underWay < most / 2 || (underWay < most && isDone());
  }

  private void answerLater(long id, Request request) {
    boolean taken;
    lock.lock();
    try {
      taken = count < hub.limits().requestsPerConnection();
      if (taken) {
        count++;
      }
    } finally {
      lock.unlock();
    }
    if (taken) {
      int weight = weight(request);
      hub.traffic().queued(weight);
      hub.requests().answer(peer, request, response -> answered(id, weight, response));
    } else {
      refuse(id, Refusal.PEER_REQUESTS, "too many requests at once");
    }
  }

  /** How many bytes a request holds, or its answer will. */
  private static int weight(Request request) {
    return switch (request) {
      case Request.Store(Item item, Duration _) -> item.encodedLength();
      case Request.FindValue _ -> Item.MAX_VALUE_BYTES;
      case Request.FindNode _ -> MOST_CONTACT_BYTES;
      case Request.Announce(Announcement announced) -> announced.encodedLength();
      case Request.FindProviders _ -> MessageCodec.MAX_BYTES;
      case Request.Watch _ -> 0; // waits, with nothing to send yet
      case Request.Ping _ -> 0;
      case Request.Leave _ -> 0;
    };
  }

  private void answered(long id, int weight, Response response) {
    hub.traffic().queued(-weight);
    byte[] frame = MessageCodec.frame(new Message.Answer(id, response));
    Outbox.Offer offer;
    // Both at once: a peer that has the answer may ask again, and a retired connection lives on
    // until the answer is written.
    lock.lock();
    try {
      count--;
      offer = outbox.offer(frame);
    } finally {
      lock.unlock();
    }
    check(offer);
    if (response instanceof Response.Refused no && no.code() == RefusalCode.FORGED) {
      forged.run();
    }
    answered.run();
  }

  /** Counts a refusal, and answers with it at once. */
  void refuse(long id, Refusal refusal, String reason) {
    hub.refusals().count(refusal, peer, reason);
    refuse(id, RefusalCode.BUSY, reason);
  }

  /** Answers with a refusal, at once. */
  void refuse(long id, RefusalCode code, String reason) {
    var refusal = new Message.Answer(id, new Response.Refused(code, reason));
    check(outbox.offer(MessageCodec.frame(refusal)));
  }

  private void check(Outbox.Offer offer) {
    if (offer != Outbox.Offer.TAKEN) {
      unread.run();
    }
  }
}
