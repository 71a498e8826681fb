package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shared by the thread that reads a process's stream and the test; guarded by its lock. What the
 * process has written to that stream until now.
 */
final class Captured {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean ended;

  /** Starts to read. */
  static Captured from(InputStream in) {
    var captured = new Captured();
    // A platform thread, as reading from a pipe would hold a virtual thread's carrier.
    Thread.ofPlatform().daemon().name("captured").start(() -> captured.read(in));
    return captured;
  }

  private void read(InputStream in) {
    byte[] buffer = new byte[8192];
    try (in) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        add(buffer, n, false);
      }
    } catch (IOException e) {
      // The process was destroyed: there is no more to read.
    } finally {
      add(buffer, 0, true);
    }
  }

  private void add(byte[] buffer, int length, boolean last) {
    lock.lock();
    try {
      bytes.write(buffer, 0, length);
      ended = last;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The first whole line that contains this; empty if the stream or the time ends before. */
  Optional<String> line(String part, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (true) {
        Optional<String> line = find(part);
        if (line.isPresent() || ended || left <= 0) {
          return line;
        }
        left = more.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<String> find(String part) {
    String text = bytes.toString(UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.contains(part))
        .findFirst();
  }

  /** Waits for the stream's end; false if the time ends before. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (!ended && left > 0) {
        left = more.awaitNanos(left);
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  byte[] bytes() {
    lock.lock();
    try {
      return bytes.toByteArray();
    } finally {
      lock.unlock();
    }
  }

  String text() {
    return new String(bytes(), UTF_8);
  }
}
