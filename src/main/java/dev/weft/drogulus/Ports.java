package dev.weft.drogulus;

import dev.weft.runtime.Environment;
import dev.weft.socket.Closing;
import dev.weft.socket.Listener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a port that the drogulus accepts where none is asked for: those that a system gives by
 * itself may be above. Stateless.
 */
final class Ports {

  /** Opens a socket that listens. */
  @FunctionalInterface
  interface Opener {
    /** As {@link Listener#listen}. */
    ServerSocket listen(InetSocketAddress address) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Ports.class);
  private static final int FIRST_FREE = 10_000;

  private Ports() {}

  /**
   * A socket that listens at an address; at port 0, at any port that the drogulus accepts.
   *
   * @throws IOException as {@link Listener#listen}
   */
  static ServerSocket listen(Environment environment, InetSocketAddress bind) throws IOException {
    return listen(environment.random(), bind, Listener::listen);
  }

  static ServerSocket listen(RandomGenerator random, InetSocketAddress bind, Opener opener)
      throws IOException {
    ServerSocket socket = opener.listen(bind);
    while (socket.getLocalPort() > DrogulusOptions.MAX_PORT) {
      Closing.quietly(socket);
      int port = random.nextInt(FIRST_FREE, DrogulusOptions.MAX_PORT + 1);
      try {
        socket = opener.listen(new InetSocketAddress(bind.getAddress(), port));
      } catch (BindException e) {
        LOG.debug("{}", e.getMessage());
        socket = opener.listen(bind);
      }
    }
    return socket;
  }
}
