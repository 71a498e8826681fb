package dev.weft.cli;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shared by the lanes of one load; guarded by its lock. The file of the lines that were not stored:
 * there is one only if there are such lines.
 */
final class FailedLines implements AutoCloseable {

  private final ReentrantLock lock = new ReentrantLock();
  private final File file;
  private @Nullable OutputStream out;

  FailedLines(File file) {
    this.file = file;
  }

  /**
   * Adds a line.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  void add(byte[] line) {
    lock.lock();
    try {
      OutputStream to = out;
      if (to == null) {
        // Not a channel: an interrupt of one lane would close that for all.
        to = new BufferedOutputStream(new FileOutputStream(file));
        out = to;
      }
      to.write(line);
      to.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (out != null) {
        out.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
