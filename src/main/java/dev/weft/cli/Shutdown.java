package dev.weft.cli;

import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Run by the JVM's shutdown thread, on Ctrl-C or SIGTERM: interrupts the command and lets the JVM
 * end when the command has, or after five seconds. Its fields are safe for use by both threads.
 */
final class Shutdown implements Runnable {

  /** How long a command has to leave in order. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Thread command;
  private final Promise<Boolean> ended;

  private Shutdown(Thread command, Promise<Boolean> ended) {
    this.command = command;
    this.ended = ended;
  }

  /** Watches over the calling thread from now on. */
  static Shutdown install(Environment environment) {
    var shutdown = new Shutdown(Thread.currentThread(), environment.promise());
    // The JVM takes platform threads only, and only unstarted ones.
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown, "weft-shutdown"));
    return shutdown;
  }

  /** Has the command wait until it is interrupted, which is how it is told to end. */
  static void await(Object command) {
    do {
      LockSupport.park(command);
    } while (!Thread.interrupted());
  }

  /** The command has ended: there is nothing to wait for. */
  void ended() {
    ended.complete(true);
  }

  @Override
  public void run() {
    if (ended.isDone()) {
      return;
    }
    command.interrupt();
    try {
      ended.await(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the JVM ends the sooner
    }
  }
}
