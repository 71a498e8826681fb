package dev.weft.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection in the clear. Safe for one thread that reads, one that writes and any that
 * close.
 */
public final class SocketLine implements Line {

  private final Socket socket;
  private final @Nullable InetAddress from;
  private final InetSocketAddress address;
  private final boolean connected;

  private SocketLine(
      Socket socket, @Nullable InetAddress from, InetSocketAddress address, boolean connected) {
    this.socket = socket;
    this.from = from;
    this.address = address;
    this.connected = connected;
  }

  /** A connection to be made by {@link #open}. */
  public static Line to(InetSocketAddress address) {
    return new SocketLine(new Socket(), null, address, false);
  }

  /** A connection to be made by {@link #open}, from one of the machine's addresses. */
  public static Line to(InetSocketAddress address, InetAddress from) {
    return new SocketLine(new Socket(), from, address, false);
  }

  /** A connection that was accepted. */
  public static Line accepted(Socket socket) {
    return new SocketLine(socket, null, (InetSocketAddress) socket.getRemoteSocketAddress(), true);
  }

  @Override
  public void open() throws IOException {
    if (from != null) {
      socket.bind(new InetSocketAddress(from, 0));
    }
    if (!connected) {
      socket.connect(address);
    }
    socket.setTcpNoDelay(true);
  }

  @Override
  public InputStream in() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public InetAddress remote() {
    return address.getAddress();
  }

  @Override
  public InetAddress local() {
    return socket.getLocalAddress();
  }

  @Override
  public void close() {
    Closing.quietly(socket);
  }
}
