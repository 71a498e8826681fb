package dev.weft.tcp;

import dev.weft.netstring.MalformedException;
import dev.weft.netstring.Netstring;
import dev.weft.socket.Line;
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

  private final InputStream in;
  private final OutputStream out;
  private final Closeable end;
  private final Netstring frames = MessageCodec.frames();

  private RawPeer(InputStream in, OutputStream out, Closeable end) {
    this.in = in;
    this.out = out;
    this.end = end;
  }

  static RawPeer on(Line line) throws IOException {
    return new RawPeer(line.in(), line.out(), line::close);
  }

  static RawPeer on(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    return new RawPeer(socket.getInputStream(), socket.getOutputStream(), socket);
  }

  static RawPeer connect(InetSocketAddress address) throws IOException {
    return on(new Socket(address.getAddress(), address.getPort()));
  }

  void send(Message message) throws IOException {
    send(MessageCodec.frame(message));
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** The next message, or null at the end of the connection. */
  @Nullable Message receive() throws IOException, MalformedException {
    ByteBuffer next = frames.next();
    while (next == null) {
      if (frames.fill(in) < 0) {
        return null;
      }
      next = frames.next();
    }
    return MessageCodec.read(next);
  }

  /** The call that comes next. */
  Message.Call receiveCall() throws IOException, MalformedException {
    return (Message.Call) receive();
  }

  /** Whether the other side closed the connection, after whatever it still sent. */
  boolean isCutOff() throws MalformedException {
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
