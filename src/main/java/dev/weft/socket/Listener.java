package dev.weft.socket;

import dev.weft.runtime.Environment;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Confined to the accepting thread, but for {@link #close}: takes connections as they come. */
public final class Listener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** Connections that the system may hold ready for us. */
  private static final int BACKLOG = 256;

  /** How long to wait when none can be taken, as when the process has too many files open. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Environment environment;
  private final ServerSocket socket;

  public Listener(Environment environment, ServerSocket socket) {
    this.environment = environment;
    this.socket = socket;
  }

  /**
   * Opens a socket that listens.
   *
   * @throws IOException if that cannot be; the message names the address and what to do
   */
  public static ServerSocket listen(InetSocketAddress address) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true); // or a node could not start again at once
      socket.bind(address, BACKLOG);
      return socket;
    } catch (IOException e) {
      Closing.quietly(socket);
      var told =
          new BindException(
              "cannot listen on "
                  + address.getHostString()
                  + ":"
                  + address.getPort()
                  + ": "
                  + e.getMessage()
                  + "; if another node runs there, choose another port than "
                  + address.getPort()
                  + ", or 0 for any free one");
      told.initCause(e);
      throw told;
    }
  }

  /** Where this listens; the address may be a wildcard, the port is never 0. */
  public InetSocketAddress address() {
    return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
  }

  /** Hands over connections, until this is closed: the life of the accepting thread. */
  public void run(Consumer<Line> accepted) {
    try {
      while (!socket.isClosed()) {
        try {
          accepted.accept(SocketLine.accepted(socket.accept()));
        } catch (IOException e) {
          if (!socket.isClosed()) {
            LOG.warn("Cannot accept connections at {}; trying again", socket, e);
            environment.sleep(PAUSE);
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Stopped to listen at {}", socket);
    }
  }

  @Override
  public void close() {
    Closing.quietly(socket);
  }
}
