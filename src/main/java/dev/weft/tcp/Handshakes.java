package dev.weft.tcp;

import dev.weft.admission.Refusal;
import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.netstring.Netstring;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Promise;
import dev.weft.socket.Line;
import dev.weft.tls.TlsException;
import dev.weft.tls.TlsIdentity;
import dev.weft.tls.TlsLine;
import dev.weft.tls.UnlikeException;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Used by any thread, and immutable: makes connections out of lines.
 *
 * <p>Each handshake runs on the thread that later reads the connection: it connects, sends HELLO
 * and waits for the other's. A second thread waits for it with the time limit, and closes the line
 * when that has passed, which ends the first. So a stranger who sends one byte a minute holds two
 * virtual threads for five seconds and nothing else. The side that accepted reads before it says
 * anything, so that it can refuse a stranger in a sentence, and can tell from the first byte
 * whether TLS comes or a HELLO in the clear. Over TLS, the key that a peer has proved is its key:
 * it is held against the one that was dialled before anything is said, and HELLO may name no other.
 */
final class Handshakes {

  private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);

  /** The handshake of one side. */
  @FunctionalInterface
  private interface Attempt {
    PeerConnection run() throws IOException, RpcException, MalformedException;
  }

  private final Hub hub;
  private final ConnectionTable table;
  private final Introductions introductions;
  private final Message.Hello mine;
  private final Key self;
  private final @Nullable TlsIdentity tls;

  /**
   * @param introductions what this node says of itself
   * @param tls what it proves; null if it speaks in the clear
   */
  Handshakes(
      Hub hub, ConnectionTable table, Introductions introductions, @Nullable TlsIdentity tls) {
    this.hub = hub;
    this.table = table;
    this.introductions = introductions;
    this.mine = introductions.mine();
    this.tls = tls;
    this.self = Key.hash(mine.publicKey());
  }

  /**
   * Starts to connect, and does not wait.
   *
   * @param line not open yet
   * @param address where it leads
   * @param expected who should be there, or null for anybody
   * @param ended run when the attempt is over
   */
  Promise<Dialled> dial(
      Line line, InetSocketAddress address, @Nullable Key expected, Runnable ended) {
    return begin(
        line,
        () -> {
          try {
            return greet(line, address, expected);
          } finally {
            ended.run();
          }
        });
  }

  /** Starts to welcome whoever has connected, and does not wait. */
  void accept(Line line) {
    InetAddress remote = line.remote();
    NotNow why = table.admit(remote, hub.environment().nanoTime());
    if (why == null) {
      begin(
          line,
          () -> {
            try {
              return welcome(line);
            } finally {
              table.release(remote);
            }
          });
    } else {
      turnAway(line, why);
    }
  }

  /** In the clear, which whoever dials by TLS understands, too, and before anything is read. */
  private void turnAway(Line line, NotNow why) {
    try {
      refuse(line, why.refusal(), RefusalCode.BUSY, why.why());
    } catch (IOException e) {
      LOG.debug("{} is gone already: {}", line.remote(), e.getMessage());
    } finally {
      line.close();
    }
  }

  private Promise<Dialled> begin(Line line, Attempt attempt) {
    Promise<Dialled> settled = hub.environment().promise();
    if (!hub.crew().start("weft-read", () -> carry(line, settled, attempt))) {
      abandon(line, settled, new RpcException.Unsent(TcpTransport.CLOSED));
    }
    return settled;
  }

  private void watch(Line line, Promise<Dialled> settled) {
    try {
      if (settled.await(hub.limits().handshakeTime()).isEmpty()) {
        String why = "nobody said HELLO in time";
        hub.refusals().count(Refusal.HANDSHAKE_TIME, line.remote(), why);
        abandon(line, settled, new RpcException.Timeout(why));
      }
    } catch (InterruptedException e) {
      abandon(line, settled, new RpcException.Unsent(TcpTransport.CLOSED));
    }
  }

  private static void abandon(Line line, Promise<Dialled> settled, RpcException reason) {
    if (settled.complete(new Dialled.Failed(reason))) {
      line.close();
    }
  }

  /** The life of the reading thread. */
  private void carry(Line line, Promise<Dialled> settled, Attempt attempt) {
    // Should the crew be closed by now, this thread is interrupted, and needs no watching.
    hub.crew().start("weft-handshake", () -> watch(line, settled));
    Dialled outcome = attempt(line, attempt);
    boolean inTime = settled.complete(outcome);
    switch (outcome) {
      case Dialled.Connected(PeerConnection connection) when inTime -> connection.run();
      case Dialled.Connected(PeerConnection connection) ->
          connection.close(new RpcException.Unreachable("the handshake took too long"));
      case Dialled.Failed(RpcException reason) -> {
        LOG.debug("No connection with {}: {}", line.remote(), reason.getMessage());
        line.close();
      }
    }
  }

  private Dialled attempt(Line line, Attempt attempt) {
    try {
      return new Dialled.Connected(attempt.run());
    } catch (RpcException e) {
      return new Dialled.Failed(e);
    } catch (UnlikeException e) {
      return new Dialled.Failed(inTheClear(line, e));
    } catch (MalformedException | TlsException e) {
      hub.refusals().count(Refusal.UNREADABLE, line.remote(), String.valueOf(e.getMessage()));
      // Whoever it is: that somebody else was expected here may be a lie of a third.
      return new Dialled.Failed(
          new RpcException.Unreachable(
              line.remote().getHostAddress() + " sent what cannot be read: " + e.getMessage()));
    } catch (IOException e) {
      return new Dialled.Failed(
          new RpcException.Unreachable(
              "cannot connect to " + line.remote().getHostAddress() + ": " + e.getMessage(), e));
    }
  }

  /** What somebody said in the clear who was to speak TLS: that it is busy, or any other thing. */
  private static RpcException inTheClear(Line line, UnlikeException said) {
    return MessageCodec.refusal(said.begin())
        .filter(refused -> refused.code() == RefusalCode.BUSY)
        .<RpcException>map(
            // Not known to come from the peer, which has proved nothing: so no answer of it.
            busy ->
                new RpcException.Unreachable(
                    line.remote().getHostAddress() + " takes no connection: " + busy.reason()))
        .orElseGet(() -> new RpcException.Refused(RefusalCode.INSECURE, said.getMessage()));
  }

  private PeerConnection greet(Line below, InetSocketAddress address, @Nullable Key expected)
      throws IOException, RpcException, MalformedException {
    Line line = tls == null ? below : TlsLine.dialled(below, tls);
    line.open();
    if (line instanceof TlsLine proven) {
      requireDialled(line, Key.hash(proven.peer()), expected);
    }
    say(line, introductions.to(line.remote()));
    var frames = MessageCodec.frames();
    Message first = first(line, frames);
    if (first instanceof Message.Answer answer
        && answer.response() instanceof Response.Refused refused) {
      throw new RpcException.Refused(refused.code(), refused.reason());
    }
    Message.Hello theirs = hello(line, first);
    Key key = Key.hash(theirs.publicKey());
    requireDialled(line, key, expected);
    if (key.equals(self)) {
      throw new RpcException.Unsent(line.remote().getHostAddress() + " is this node itself");
    }
    if (!theirs.network().equals(mine.network())) {
      throw new RpcException.Refused(RefusalCode.OTHER_NETWORK, otherNetwork(theirs, mine));
    }
    PeerConnection connection = connection(line, frames, key, theirs, true);
    connection.reached(address);
    if (!table.add(connection)) {
      throw new RpcException.Unsent("all of this node's connections are in use");
    }
    met(connection, theirs);
    return connection;
  }

  private static void requireDialled(Line line, Key key, @Nullable Key expected)
      throws RpcException {
    if (!key.equals(Objects.requireNonNullElse(expected, key))) {
      throw new RpcException.Unreachable(
          line.remote().getHostAddress() + " is not the node that it was dialled as");
    }
  }

  private PeerConnection welcome(Line below) throws IOException, RpcException, MalformedException {
    Line line = tls == null ? below : TlsLine.accepted(below, tls);
    try {
      line.open();
      return welcomeOver(line);
    } catch (UnlikeException e) {
      // In the clear, which is what the one speaks, and the other tells from TLS.
      throw refuse(below, Refusal.INSECURE, RefusalCode.INSECURE, e.getMessage());
    }
  }

  private PeerConnection welcomeOver(Line line)
      throws IOException, RpcException, MalformedException {
    var frames = MessageCodec.frames();
    Message.Hello theirs = hello(line, first(line, frames));
    if (!theirs.network().equals(mine.network())) {
      throw refuse(
          line, Refusal.OTHER_NETWORK, RefusalCode.OTHER_NETWORK, otherNetwork(mine, theirs));
    }
    Key key = Key.hash(theirs.publicKey());
    if (key.equals(self)) {
      say(line, mine);
      throw new RpcException.Unsent("this node dialled itself");
    }
    PeerConnection connection = connection(line, frames, key, theirs, false);
    // Before anybody can find the connection, as HELLO has to be the first message on it.
    connection.greet(introductions.to(line.remote()));
    if (!table.add(connection)) {
      String why = "all connections of this node are in use";
      try {
        throw refuse(line, Refusal.CONNECTIONS, RefusalCode.BUSY, why);
      } finally {
        connection.close(new RpcException.Unsent(why));
      }
    }
    met(connection, theirs);
    return connection;
  }

  /** In the clear, nobody has proved who it is that says where this node is. */
  private void met(PeerConnection connection, Message.Hello theirs) {
    if (tls != null) {
      InetAddress remote = connection.line().remote();
      introductions.met(connection.key(), remote, theirs, connection.dialled());
    }
  }

  private static String otherNetwork(Message.Hello asked, Message.Hello asking) {
    return "the node belongs to the network \""
        + asked.network()
        + "\", and not to \""
        + asking.network()
        + "\"";
  }

  private RpcException refuse(Line line, Refusal refusal, RefusalCode code, String reason)
      throws IOException {
    hub.refusals().count(refusal, line.remote().getHostAddress(), reason);
    say(line, new Message.Answer(Message.NO_CALL, new Response.Refused(code, reason)));
    return new RpcException.Refused(code, reason);
  }

  /** Writes on the reading thread: so little always fits the buffers of a new connection. */
  private void say(Line line, Message message) throws IOException {
    byte[] frame = MessageCodec.frame(message);
    hub.traffic().taken(1, frame.length);
    line.out().write(frame);
  }

  private Message first(Line line, Netstring frames) throws IOException, MalformedException {
    ByteBuffer next = frames.next();
    while (next == null) {
      int count = frames.fill(line.in());
      if (count < 0) {
        throw new EOFException("the connection was closed before HELLO");
      }
      hub.traffic().bytesIn.add(count);
      if (tls == null && frames.peek() == TlsLine.FIRST_BYTE) {
        throw UnlikeException.dialledByTls();
      }
      next = frames.next();
    }
    hub.traffic().framesIn.increment();
    return MessageCodec.read(next);
  }

  private static Message.Hello hello(Line line, Message first) throws MalformedException {
    if (!(first instanceof Message.Hello hello)) {
      throw new MalformedException("the first message is no HELLO");
    }
    if (line instanceof TlsLine proven && !Arrays.equals(hello.publicKey(), proven.peer())) {
      throw new MalformedException("HELLO has another key than was proved");
    }
    return hello;
  }

  private PeerConnection connection(
      Line line, Netstring frames, Key key, Message.Hello theirs, boolean dialled) {
    return new PeerConnection(
        hub,
        line,
        frames,
        Introductions.caller(key, theirs, line.remote()),
        dialled,
        table::remove);
  }
}
