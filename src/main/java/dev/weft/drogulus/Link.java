package dev.weft.drogulus;

import dev.weft.netstring.MalformedException;
import dev.weft.netstring.Netstring;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import dev.weft.socket.Line;
import dev.weft.socket.Outbox;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shared by its reading thread, its writing thread, and all who send over it, without a lock of its
 * own, as its parts have theirs: a connection to another node, whichever of the two opened it.
 *
 * <p>The reading thread takes messages apart and gives each to a thread of its own, which checks
 * the seal, answers, and seals the answer: to seal takes a millisecond. While {@value
 * #MOST_AT_ONCE} messages are being worked on, it reads no more.
 */
final class Link {

  /** What happens on a link. */
  interface Listener {
    /** A message has come, whose seal has not been checked; called by a thread of its own. */
    void received(Link link, SealedMessage message) throws InterruptedException;

    /** The link has ended; called once. */
    void ended(Link link, RpcException reason);
  }

  /** How many messages of one link are worked on at the same time. */
  static final int MOST_AT_ONCE = 32;

  /** How many messages that are none, or not genuine, are put up with. */
  static final int MOST_BAD = 100;

  /** Bytes that wait to be written: a few values of the longest. */
  static final int MOST_QUEUED = 4 * DrogulusItem.MAX_VALUE_BYTES;

  /** How long a peer may read nothing of what there is for it. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  private final Environment environment;
  private final Crew crew;
  private final Line line;
  private final DrogulusCodec codec;
  private final LargeFrames large;
  private final Listener listener;
  private final Netstring frames = DrogulusCodec.frames();
  private final Outbox outbox;
  private final Semaphore atOnce = new Semaphore(MOST_AT_ONCE);
  private final AtomicInteger bad = new AtomicInteger();
  private final Promise<Optional<RpcException>> opened;
  private final Promise<RpcException> ended;
  private final long born;
  private volatile long lastUsed;
  private volatile long lastHeard;

  Link(
      Environment environment,
      Crew crew,
      Line line,
      DrogulusCodec codec,
      LargeFrames large,
      Outbox.Meter meter,
      Listener listener) {
    this.environment = environment;
    this.crew = crew;
    this.line = line;
    this.codec = codec;
    this.large = large;
    this.listener = listener;
    this.outbox = new Outbox(environment, MOST_QUEUED, PATIENCE, meter);
    this.opened = environment.promise();
    this.ended = environment.promise();
    this.born = environment.nanoTime();
    this.lastUsed = born;
    this.lastHeard = born;
  }

  /** The address of the other node, as seen from here. */
  InetAddress remote() {
    return line.remote();
  }

  /** The address of this machine that the link uses. */
  InetAddress local() {
    return line.local();
  }

  /** When it was made, by the environment's clock. */
  long born() {
    return born;
  }

  /** When a message last went or came, by the environment's clock. */
  long lastUsed() {
    return lastUsed;
  }

  /** When a message last came, by the environment's clock. */
  long lastHeard() {
    return lastHeard;
  }

  /** Whether it is connected, no message that has come is being worked on, and none waits to go. */
  boolean isIdle() {
    return opened.isDone() && atOnce.availablePermits() == MOST_AT_ONCE && outbox.isEmpty();
  }

  boolean isOpen() {
    return !ended.isDone();
  }

  /** Starts to connect, to read and to write, and does not wait. */
  void start() {
    if (!crew.start("weft-read", this::run)) {
      close(new RpcException.Unsent(DrogulusTransport.CLOSED));
    }
  }

  /**
   * Waits until it is connected.
   *
   * @throws RpcException if that takes longer than the limit, or cannot be
   */
  void awaitOpen(Duration limit) throws RpcException, InterruptedException {
    Optional<RpcException> failure =
        opened
            .await(limit)
            .orElseThrow(() -> new RpcException.Timeout("no connection to " + this + " in time"));
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** The life of the reading thread. */
  private void run() throws InterruptedException {
    try {
      if (connect() && crew.start("weft-write", this::write)) {
        opened.complete(Optional.empty());
        read();
      }
    } finally {
      large.release(this);
      close(new RpcException.Unreachable("the connection to " + this + " ended"));
    }
  }

  private boolean connect() {
    try {
      line.open();
      return true;
    } catch (IOException e) {
      close(new RpcException.Unreachable("cannot connect to " + this + ": " + e.getMessage(), e));
      return false;
    }
  }

  private void write() {
    try {
      outbox.writeTo(line.out(), () -> {});
    } catch (IOException e) {
      close(new RpcException.Unreachable("the connection to " + this + " broke", e));
    }
  }

  private void read() throws InterruptedException {
    try {
      int count;
      do {
        for (ByteBuffer next = frames.next(); next != null; next = frames.next()) {
          lastHeard = environment.nanoTime();
          lastUsed = lastHeard;
          take(next);
        }
        large.note(this, frames.pending(), environment.nanoTime());
        count = frames.fill(line.in());
      } while (count >= 0);
    } catch (MalformedException e) {
      LOG.debug("Cut off {}: {}", this, e.getMessage());
      close(new RpcException.Misbehaved(this + " sent what cannot be read: " + e.getMessage()));
    } catch (IOException e) {
      close(new RpcException.Unreachable("the connection to " + this + " broke", e));
    }
  }

  private void take(ByteBuffer payload) throws MalformedException, InterruptedException {
    try {
      boolean isLong = payload.remaining() >= LargeFrames.LONG;
      SealedMessage message = codec.read(payload);
      atOnce.acquire();
      if (isLong) {
        work(message); // and reads no more meanwhile, or a peer could fill the memory with them
      } else if (!crew.start("weft-message", () -> work(message))) {
        atOnce.release();
      }
    } catch (MessageException e) {
      isBad(String.valueOf(e.getMessage()));
    }
  }

  private void work(SealedMessage message) throws InterruptedException {
    try {
      listener.received(this, message);
    } finally {
      atOnce.release();
    }
  }

  /** Takes note of a message that is none, which is ignored; too many end the connection. */
  void isBad(String why) {
    LOG.debug("Ignored what came from {}: {}", this, why);
    if (bad.incrementAndGet() > MOST_BAD) {
      close(new RpcException.Misbehaved(this + " sent too much that is no message: " + why));
    }
  }

  /**
   * Leaves a message to be written. Never waits for the network.
   *
   * @throws RpcException if it cannot be sent
   */
  void send(SealedMessage message) throws RpcException {
    lastUsed = environment.nanoTime();
    switch (outbox.offer(message.frame())) {
      case FULL -> throw new RpcException.Unsent("too much waits to be sent to " + this);
      case STUCK -> {
        close(new RpcException.Unreachable(this + " does not read"));
        throw new RpcException.Unreachable(this + " does not read");
      }
      case CLOSED -> throw new RpcException.Unreachable("the connection to " + this + " is closed");
      case TAKEN -> {}
    }
  }

  /** Ends the connection. Idempotent: only the first reason counts. */
  void close(RpcException reason) {
    if (ended.complete(reason)) {
      opened.complete(Optional.of(reason));
      outbox.close();
      line.close();
      listener.ended(this, reason);
    }
  }

  /** The address. */
  @Override
  public String toString() {
    return line.remote().getHostAddress();
  }
}
