package dev.weft.tcp;

import dev.weft.kademlia.Key;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shared by its reading thread, its writing thread, all who call and all who answer; guarded by its
 * lock: a connection to one peer, after both have said HELLO.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>Calls go out and come in over the same connection, any number at once, told apart by their id.
 * A caller leaves its frame in the {@link Outbox} and parks on a promise; the reading thread
 * completes it. So a caller is never in socket I/O itself, where its interrupt would close the
 * socket for everybody, and is never held up by a peer that does not read. The reading thread waits
 * for nothing but bytes: a request is handed to a thread of its own or refused, and an answer of
 * this node is left in the outbox.
 *
 * <p>The end is one step, {@link #close}, whoever causes it: the connection leaves the table, so
 * that nobody finds it any more, then every pending call fails with the reason.
 */
final class PeerConnection {

  private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);

  /** What ends the wait of a caller. */
  private sealed interface Outcome {
    record Answered(Response response) implements Outcome {}

    record Failed(RpcException reason) implements Outcome {}
  }

  private final Hub hub;
  private final Wire wire;
  private final Netstring frames;
  private final Caller peer;
  private final boolean dialled;
  private final Consumer<PeerConnection> closed;
  private final Outbox outbox;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Promise<Outcome>> pending = new LinkedHashMap<>();
  private long lastId = Message.NO_CALL;
  private int requests;
  private boolean ended;
  private volatile boolean retiring; // written under the lock, peeked at without
  private volatile long lastUsed;
  private volatile long lastHeard; // written by the reading thread
  private volatile long unheard; // when the first call was sent that timed out in the silence since

  /**
   * @param hub what all connections of the transport share
   * @param wire the open wire
   * @param frames what was read from it up to the end of HELLO, and perhaps beyond
   * @param peer who is there
   * @param dialled whether this node opened the connection
   * @param closed told once, when the connection has ended, and before its calls are
   */
  PeerConnection(
      Hub hub,
      Wire wire,
      Netstring frames,
      Caller peer,
      boolean dialled,
      Consumer<PeerConnection> closed) {
    this.hub = hub;
    this.wire = wire;
    this.frames = frames;
    this.peer = peer;
    this.dialled = dialled;
    this.closed = closed;
    this.outbox = new Outbox(hub.environment(), hub.limits(), hub.traffic());
    this.lastUsed = hub.environment().nanoTime();
    this.lastHeard = lastUsed;
    this.unheard = lastUsed;
  }

  /** The peer's key. */
  Key key() {
    return peer.key();
  }

  /** Whether this node opened the connection. */
  boolean dialled() {
    return dialled;
  }

  /** The wire that this connection runs over. */
  Wire wire() {
    return wire;
  }

  /** When the last request went or came, by the environment's clock. */
  long lastUsed() {
    return lastUsed;
  }

  /** How many calls wait for an answer. */
  int callsInFlight() {
    lock.lock();
    try {
      return pending.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether no call, no request and no byte is under way, as far as this side knows. */
  boolean isIdle() {
    lock.lock();
    try {
      return pending.isEmpty() && requests == 0 && outbox.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it can make room for another: it is idle, or its peer has long read nothing. */
  boolean isSpare() {
    return isIdle() || outbox.isStuck();
  }

  /** Sends a message ahead of all others; before {@link #run}. */
  void greet(Message message) {
    send(message);
  }

  /** Carries the connection until it ends: the life of the reading thread. */
  void run() {
    try {
      if (hub.crew().start("weft-write", this::write)) {
        read();
      }
    } finally {
      close(new RpcException.Unreachable("the connection to " + this + " ended"));
    }
  }

  private void write() {
    try {
      outbox.writeTo(wire.out(), this::closeIfRetired);
    } catch (IOException e) {
      close(new RpcException.Unreachable("the connection to " + this + " broke", e));
    }
  }

  private void read() {
    try {
      int count;
      do {
        for (ByteBuffer next = frames.next(); next != null; next = frames.next()) {
          hub.traffic().framesIn.increment();
          receive(MessageCodec.read(next));
        }
        count = frames.fill(wire.in());
        lastHeard = hub.environment().nanoTime();
        hub.traffic().bytesIn.add(Math.max(count, 0));
      } while (count >= 0);
      close(new RpcException.Unreachable(this + " closed the connection"));
    } catch (MalformedException e) {
      hub.traffic().malformed.increment();
      LOG.debug("Cut off {}: {}", this, e.getMessage());
      close(new RpcException.Misbehaved(this + " sent what cannot be read: " + e.getMessage()));
    } catch (IOException e) {
      close(new RpcException.Unreachable("the connection to " + this + " broke", e));
    }
  }

  private void receive(Message message) throws MalformedException {
    switch (message) {
      case Message.Call call -> answer(call.id(), call.request());
      case Message.Answer answer -> complete(answer.id(), new Outcome.Answered(answer.response()));
      case Message.Unknown unknown when unknown.isRequest() ->
          reply(
              unknown.id(),
              new Response.Refused(
                  RefusalCode.UNKNOWN_REQUEST,
                  "this node knows no request of type " + unknown.type()));
      case Message.Unknown unknown ->
          complete(unknown.id(), new Outcome.Failed(wrongKind("of type " + unknown.type())));
      case Message.Hello _ -> throw new MalformedException("a second HELLO");
    }
  }

  private void answer(long id, Request request) {
    lastUsed = hub.environment().nanoTime();
    boolean taken;
    lock.lock();
    try {
      taken = requests < hub.limits().requestsPerConnection();
      if (taken) {
        requests++;
      }
    } finally {
      lock.unlock();
    }
    if (taken) {
      hub.requests().answer(peer, request, response -> answered(id, response));
    } else {
      hub.traffic().refused.increment();
      reply(id, new Response.Refused(RefusalCode.BUSY, "too many requests at once"));
    }
  }

  private void answered(long id, Response response) {
    byte[] frame = Netstring.frame(new Message.Answer(id, response));
    Outbox.Offer offer;
    // Both at once: a peer that has the answer may ask again, and a retired connection lives on
    // until the answer is written.
    lock.lock();
    try {
      requests--;
      offer = outbox.offer(frame);
    } finally {
      lock.unlock();
    }
    if (offer != Outbox.Offer.TAKEN) {
      shed();
    }
    closeIfRetired();
  }

  private void reply(long id, Response response) {
    if (send(new Message.Answer(id, response)) != Outbox.Offer.TAKEN) {
      shed();
    }
  }

  private Outbox.Offer send(Message message) {
    return outbox.offer(Netstring.frame(message));
  }

  private RpcException shed() {
    var reason = new RpcException.Unreachable(this + " is silent, or does not read");
    if (close(reason)) {
      hub.traffic().shed.increment();
      LOG.debug("Cut off {}, which is silent or does not read", this);
    }
    return reason;
  }

  /**
   * Asks the peer, and waits for its answer.
   *
   * @throws RpcException.Unreachable also if the connection takes no new calls
   */
  Response call(Request request, Duration timeout) throws RpcException, InterruptedException {
    long now = hub.environment().nanoTime();
    lastUsed = now;
    if (unheard - lastHeard > 0 && now - unheard > hub.limits().silence().toNanos()) {
      throw shed();
    }
    Promise<Outcome> promise = hub.environment().promise();
    long id = register(promise);
    try {
      send(id, request);
      var outcome = promise.await(timeout);
      if (outcome.isEmpty()) {
        noteSilence(now);
        throw new RpcException.Timeout(this + " did not answer in time");
      }
      return switch (outcome.get()) {
        case Outcome.Answered(Response response) -> check(request, response);
        case Outcome.Failed(RpcException reason) -> throw reason;
      };
    } finally {
      forget(id);
    }
  }

  /** A path that has died says nothing, not even that: so a call that times out is a hint of it. */
  private void noteSilence(long sent) {
    if (sent - lastHeard > 0 && unheard - lastHeard <= 0) {
      unheard = sent;
    }
  }

  private long register(Promise<Outcome> promise) throws RpcException {
    lock.lock();
    try {
      if (ended || retiring) {
        throw new RpcException.Unreachable("the connection to " + this + " is closed");
      }
      if (pending.size() >= hub.limits().callsPerConnection()) {
        throw new RpcException.Unsent("too many calls to " + this + " are under way");
      }
      pending.put(++lastId, promise);
      return lastId;
    } finally {
      lock.unlock();
    }
  }

  private void send(long id, Request request) throws RpcException {
    switch (send(new Message.Call(id, request))) {
      case FULL -> throw new RpcException.Unsent("too much waits to be sent to " + this);
      case STUCK -> throw shed();
      // When it is closed, the promise will say why.
      case TAKEN, CLOSED -> {}
    }
  }

  private Response check(Request request, Response response) throws RpcException {
    if (response instanceof Response.Refused(RefusalCode code, String reason)) {
      throw new RpcException.Refused(code, reason);
    }
    boolean fits =
        switch (request) {
          case Request.Ping _ -> response instanceof Response.Pong;
          case Request.Leave _ -> response instanceof Response.Pong;
          case Request.FindNode _ -> response instanceof Response.Nodes;
          case Request.FindValue _ ->
              response instanceof Response.Values || response instanceof Response.Nodes;
          case Request.Store _ -> response instanceof Response.Stored;
        };
    if (!fits) {
      throw wrongKind(response.getClass().getSimpleName());
    }
    return response;
  }

  private RpcException wrongKind(String kind) {
    return new RpcException.Misbehaved(this + " gave an answer of the wrong kind: " + kind);
  }

  private void complete(long id, Outcome outcome) {
    Promise<Outcome> promise;
    lock.lock();
    try {
      promise = pending.remove(id);
    } finally {
      lock.unlock();
    }
    // Nobody waits any more when the call has timed out or was interrupted.
    if (promise != null) {
      promise.complete(outcome);
    }
  }

  private void forget(long id) {
    lock.lock();
    try {
      pending.remove(id);
    } finally {
      lock.unlock();
    }
    closeIfRetired();
  }

  /** Takes no new calls, and closes as soon as nothing is under way. */
  void retire() {
    lock.lock();
    try {
      retiring = true;
    } finally {
      lock.unlock();
    }
    closeIfRetired();
  }

  /** Closes at once, so that there is room for another connection. */
  void makeWay() {
    close(new RpcException.Unreachable("the connection to " + this + " made way for another"));
    hub.traffic().shed.increment();
  }

  private void closeIfRetired() {
    if (retiring && isIdle()) {
      close(new RpcException.Unreachable("the connection to " + this + " was given up"));
    }
  }

  /**
   * Ends the connection. Idempotent: only the first reason counts.
   *
   * @param reason what pending calls end with
   * @return whether it was open until now
   */
  boolean close(RpcException reason) {
    List<Promise<Outcome>> calls;
    lock.lock();
    try {
      if (ended) {
        return false;
      }
      ended = true;
      calls = List.copyOf(pending.values());
      pending.clear();
    } finally {
      lock.unlock();
    }
    closed.accept(this);
    outbox.close();
    wire.close();
    calls.forEach(call -> call.complete(new Outcome.Failed(reason)));
    return true;
  }

  /** Abbreviated key and address. */
  @Override
  public String toString() {
    return peer.key().abbreviated() + "@" + wire.remote().getHostAddress();
  }
}
