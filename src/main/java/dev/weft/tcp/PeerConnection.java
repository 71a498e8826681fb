package dev.weft.tcp;

import dev.weft.admission.Refusal;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.netstring.Netstring;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Promise;
import dev.weft.socket.Line;
import dev.weft.socket.Outbox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shared by its reading thread, its writing thread, all who call and all who answer, without a lock
 * of its own, as its parts have theirs: a connection to one peer, after both have said HELLO.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>Calls go out and come in over the same connection, any number at once, told apart by their id.
 * A caller leaves its frame in the {@link Outbox} and parks on a promise; the reading thread
 * completes it. So a caller is never in socket I/O itself, where its interrupt would close the
 * socket for everybody, and is never held up by a peer that does not read. The reading thread waits
 * for nothing but bytes: answers go to the {@link PendingCalls}, requests to the {@link
 * PeerRequests}, which answers at once what no answer has to be waited for. It takes all frames
 * that one read has brought before it wakes the writing thread, so that their answers share a
 * write.
 *
 * <h2>What a profile showed</h2>
 *
 * <p>Of the processor time of calls over loopback, 64 in flight on one connection, 30 % was spent
 * on timers of the JDK's, which the timed park of every caller set and took back; time-outs are now
 * kept in lists ({@code runtime.Alarms}). Of the rest, half was spent in writing and 10 % in
 * reading. For the writer, woken by the first frame, wrote it before the others came, which a dozen
 * callers were about to send who had been answered by one read. It now lets them run first ({@code
 * Outbox}), and twice as many calls pass in a second. Of a get, with 64 in flight among 50 nodes, a
 * quarter is now writing, 13 % reading, 15 % the lookup, and the rest many small pieces.
 *
 * <p>Tried without a gain that could be told from noise, and taken back: that a caller, or the
 * reading thread, writes its frame itself where nobody else is writing; that the reading thread
 * lets those it has answered run before it reads again.
 *
 * <h2>How it ends</h2>
 *
 * <p>The end is one step, {@link #close}, whoever causes it: no more calls are taken, the
 * connection leaves the table, so that nobody finds it any more, then every pending call fails with
 * the reason.
 */
final class PeerConnection {

  private final Hub hub;
  private final Line line;
  private final Netstring frames;
  private final Key key;
  private final String name;
  private final boolean dialled;
  private final Consumer<PeerConnection> closed;
  private final Outbox outbox;
  private final PendingCalls calls;
  private final PeerRequests requests;
  private final Silence silence;
  private final Pace pace;
  private final @Nullable InetSocketAddress claimed;
  private volatile @Nullable InetSocketAddress reached;
  private volatile long lastUsed;

  /** Whether it is closed as soon as all is written. */
  private volatile boolean ending;

  /**
   * @param hub what all connections of the transport share
   * @param line the open line
   * @param frames what was read from it up to the end of HELLO, and perhaps beyond
   * @param peer who is there
   * @param dialled whether this node opened the connection
   * @param closed told once, when the connection has ended, and before its calls are
   */
  PeerConnection(
      Hub hub,
      Line line,
      Netstring frames,
      Caller peer,
      boolean dialled,
      Consumer<PeerConnection> closed) {
    this.hub = hub;
    this.line = line;
    this.frames = frames;
    this.key = peer.key();
    this.name = key.abbreviated() + "@" + line.remote().getHostAddress();
    this.dialled = dialled;
    this.claimed = peer.contact().map(Contact::address).orElse(null);
    this.closed = closed;
    this.outbox = hub.outbox();
    this.calls = new PendingCalls(hub.limits().callsPerConnection(), name);
    this.requests =
        new PeerRequests(hub, peer, outbox, this::shed, this::closeIfRetired, this::end);
    this.lastUsed = hub.environment().nanoTime();
    this.silence = new Silence(hub.limits().silence(), lastUsed);
    this.pace = new Pace(hub, key, line.remote(), this);
  }

  /** The peer's key. */
  Key key() {
    return key;
  }

  /** Whether this node opened the connection. */
  boolean dialled() {
    return dialled;
  }

  /** The peer has been met at an address that this node has dialled; the last of them counts. */
  void reached(@Nullable InetSocketAddress address) {
    reached = address;
  }

  /** Where the peer was met by this node; null if nowhere. */
  @Nullable InetSocketAddress reached() {
    return reached;
  }

  /**
   * Whether a peer that is called over this connection is where it is called: it was met there, or
   * has connected from there and says that it listens, too.
   */
  boolean leadsTo(InetSocketAddress address) {
    return address.equals(reached)
        || (!dialled && address.equals(claimed) && address.getAddress().equals(line.remote()));
  }

  /** The line that this connection runs over. */
  Line line() {
    return line;
  }

  /** When the last request went or came, by the environment's clock. */
  long lastUsed() {
    return lastUsed;
  }

  /** How many calls wait for an answer. */
  int callsInFlight() {
    return calls.count();
  }

  /** Whether no call, no request and no byte is under way, as far as this side knows. */
  boolean isIdle() {
    return calls.count() == 0 && requests.isDone();
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
      if (!ending) {
        close(new RpcException.Unreachable("the connection to " + this + " ended"));
      }
    }
  }

  private void write() {
    try {
      outbox.writeTo(line.out(), this::drained);
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
        outbox.flush();
        count = frames.fill(line.in());
        silence.heard(hub.environment().nanoTime());
        hub.traffic().bytesIn.add(Math.max(count, 0));
      } while (count >= 0 && !ending);
      if (!ending) {
        close(new RpcException.Unreachable(this + " closed the connection"));
      }
    } catch (InterruptedException e) {
      close(new RpcException.Unsent(TcpTransport.CLOSED));
    } catch (MalformedException e) {
      hub.refusals().count(Refusal.UNREADABLE, this, String.valueOf(e.getMessage()));
      close(new RpcException.Misbehaved(this + " sent what cannot be read: " + e.getMessage()));
    } catch (IOException e) {
      close(new RpcException.Unreachable("the connection to " + this + " broke", e));
    }
  }

  private void receive(Message message) throws MalformedException, InterruptedException {
    switch (message) {
      case Message.Call _ when ending -> {}
      case Message.Call call -> {
        lastUsed = hub.environment().nanoTime();
        NotNow flood = pace.hold(lastUsed, outbox::flush);
        if (flood == null) {
          requests.answer(call.id(), call.request());
        } else {
          requests.refuse(call.id(), RefusalCode.BUSY, flood.why());
          end();
        }
      }
      case Message.Answer answer ->
          calls.complete(answer.id(), new Outcome.Answered(answer.response()));
      case Message.Unknown unknown when unknown.isRequest() ->
          requests.refuse(
              unknown.id(),
              RefusalCode.UNKNOWN_REQUEST,
              "this node knows no request of type " + unknown.type());
      case Message.Unknown unknown ->
          calls.complete(unknown.id(), Outcome.unknown(unknown.type(), name));
      case Message.Hello _ -> throw new MalformedException("a second HELLO");
    }
  }

  private Outbox.Offer send(Message message) {
    return outbox.offer(MessageCodec.frame(message));
  }

  private RpcException shed() {
    var reason = new RpcException.Unreachable(this + " is silent, or does not read");
    if (close(reason)) {
      hub.refusals().count(Refusal.SILENT, this, "it is silent, or does not read");
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
    if (silence.isTooLong(now)) {
      throw shed();
    }
    Promise<Outcome> promise = hub.environment().promise();
    long id = calls.register(promise);
    try {
      send(id, request);
      var outcome = promise.await(timeout);
      if (outcome.isEmpty()) {
        silence.timedOut(now);
        throw new RpcException.Timeout(this + " did not answer in time");
      }
      return outcome.get().to(request, name);
    } finally {
      calls.forget(id);
      closeIfRetired();
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

  /** Takes no new calls, and closes as soon as nothing is under way. */
  void retire() {
    calls.retire();
    closeIfRetired();
  }

  /** Closes at once, so that there is room for another connection. */
  void makeWay() {
    close(new RpcException.Unreachable("the connection to " + this + " made way for another"));
    hub.refusals().count(Refusal.MADE_WAY, this, "another connection is wanted");
  }

  /** Closes when all is written: the peer is told why, and nothing more is read from it. */
  private void end() {
    ending = true;
    outbox.flush();
    if (outbox.isEmpty()) {
      drained();
    }
  }

  private void drained() {
    if (ending) {
      close(new RpcException.Unreachable(this + " was cut off for what it did"));
    }
    closeIfRetired();
  }

  private void closeIfRetired() {
    if (calls.isRetiring() && isIdle()) {
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
    List<Promise<Outcome>> pending = calls.end();
    if (pending == null) {
      return false;
    }
    closed.accept(this);
    outbox.close();
    line.close();
    pending.forEach(call -> call.complete(new Outcome.Failed(reason)));
    return true;
  }

  /** Abbreviated key and address. */
  @Override
  public String toString() {
    return name;
  }
}
