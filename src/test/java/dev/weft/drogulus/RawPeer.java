package dev.weft.drogulus;

import dev.weft.netstring.Netstring;
import dev.weft.socket.MemoryLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The other end of a connection, which does as the test says and nothing more. */
final class RawPeer implements AutoCloseable {

  private final RsaIdentity identity;
  private final int port;
  private final InputStream in;
  private final OutputStream out;
  private final Closeable end;
  private final Netstring frames = DrogulusCodec.frames();
  private final DrogulusCodec codec = new DrogulusCodec(new PublicKeys());
  private int asked;

  private RawPeer(RsaIdentity identity, int port, InputStream in, OutputStream out, Closeable end) {
    this.identity = identity;
    this.port = port;
    this.in = in;
    this.out = out;
    this.end = end;
  }

  /**
   * An end in memory.
   *
   * @param port where it says that it listens
   */
  static RawPeer on(MemoryLine line, RsaIdentity identity, int port) {
    return new RawPeer(identity, port, line.in(), line.out(), line::close);
  }

  static RawPeer on(Socket socket, RsaIdentity identity, int port) throws IOException {
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    return new RawPeer(identity, port, socket.getInputStream(), socket.getOutputStream(), socket);
  }

  static RawPeer connect(InetSocketAddress address, RsaIdentity identity, int port)
      throws IOException {
    return on(new Socket(address.getAddress(), address.getPort()), identity, port);
  }

  /** Who this says it is. */
  RsaIdentity identity() {
    return identity;
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  void send(SealedMessage message) throws IOException {
    send(message.frame());
  }

  /** A message with a uuid of its own. */
  SealedMessage message(RsaPublicKey to, DrogulusMessage message) {
    return message("uuid " + ++asked, to.text(), message);
  }

  SealedMessage message(String uuid, String to, DrogulusMessage message) {
    var envelope = new Envelope(uuid, to, identity.publicKey(), port, DrogulusContact.VERSION);
    return SealedMessage.seal(identity, envelope, message);
  }

  /** Says something, and gives the answer. */
  @Nullable SealedMessage ask(RsaPublicKey to, DrogulusMessage message) throws Exception {
    send(message(to, message));
    return receiveAnswer();
  }

  /** The next answer; questions that come meanwhile find nobody who listens. */
  @Nullable SealedMessage receiveAnswer() throws Exception {
    SealedMessage next = receive();
    while (next != null && Speaker.request(next.message()).isPresent()) {
      next = receive();
    }
    return next;
  }

  /** Answers a question. */
  void answer(SealedMessage question, DrogulusMessage answer) throws IOException {
    Envelope envelope = question.envelope();
    send(message(envelope.uuid(), envelope.sender().text(), answer));
  }

  /** The next message, or null at the end of the connection. */
  @Nullable SealedMessage receive() throws Exception {
    ByteBuffer next = frames.next();
    while (next == null) {
      if (frames.fill(in) < 0) {
        return null;
      }
      next = frames.next();
    }
    return codec.read(next);
  }

  /** Whether the other side closed the connection, after whatever it still sent. */
  boolean isCutOff() throws Exception {
    try {
      while (receive() != null) {}
    } catch (IOException reset) {
      return !(reset instanceof SocketTimeoutException);
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    end.close();
  }
}
