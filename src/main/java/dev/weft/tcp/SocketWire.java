package dev.weft.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A TCP connection in the clear. Safe for one thread that reads, one that writes and any that
 * close.
 *
 * <p>{@link #open} is where a TLS session is to be laid over the socket.
 */
final class SocketWire implements Wire {

  private final Socket socket;
  private final InetSocketAddress address;
  private final boolean connected;

  private SocketWire(Socket socket, InetSocketAddress address, boolean connected) {
    this.socket = socket;
    this.address = address;
    this.connected = connected;
  }

  /** A connection to be made by {@link #open}. */
  static Wire to(InetSocketAddress address) {
    return new SocketWire(new Socket(), address, false);
  }

  /** A connection that was accepted. */
  static Wire accepted(Socket socket) {
    return new SocketWire(socket, (InetSocketAddress) socket.getRemoteSocketAddress(), true);
  }

  @Override
  public void open() throws IOException {
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
  public void close() {
    Closing.quietly(socket);
  }
}
