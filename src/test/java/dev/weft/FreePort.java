package dev.weft;

import dev.weft.runtime.Background;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for tests that need one before anybody listens on it. They lie below those that the system
 * hands out by itself, so no connection of another test takes one meanwhile.
 */
public final class FreePort {

  private FreePort() {}

  /** A port of the loopback address on which nobody listens. */
  public static int find() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      if (isFree(port)) {
        return port;
      }
    }
    throw new AssertionError("no free port in 100 tries");
  }

  /**
   * Waits until nobody listens on a port that this process has closed. A process that another test
   * starts meanwhile inherits all open sockets, and keeps them for the moment that it needs to
   * close them.
   */
  public static void awaitFree(int port) {
    Background.until(() -> isFree(port));
  }

  /** Binds without listening, which is in nobody's way, even when a new process inherits it. */
  private static boolean isFree(int port) {
    try (var socket = new Socket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
