package dev.weft.drogulus;

import dev.weft.netstring.MalformedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shared by the reading threads of all links; guarded by its lock: who is in the midst of sending a
 * long frame. A frame of the drogulus may have 12 MiB, and all of it has to be in memory before it
 * can be read; so only {@value #MOST} links may do so at once.
 */
final class LargeFrames {

  /** How many links may be in the midst of a long frame: 100 MiB. */
  static final int MOST = 8;

  /** What is long, in bytes. */
  static final int LONG = 256 * 1024;

  private final ReentrantLock lock = new ReentrantLock();

  /** Since when each has been sending, by the environment's clock. */
  private final Map<Link, Long> since = new LinkedHashMap<>();

  /**
   * Takes note of how much has come of a frame that is not whole yet.
   *
   * @param now by the environment's clock
   * @throws MalformedException if it is long, and too many others are sending long ones
   */
  void note(Link link, int bytes, long now) throws MalformedException {
    lock.lock();
    try {
      if (bytes < LONG) {
        since.remove(link);
      } else if (since.size() < MOST || since.containsKey(link)) {
        since.putIfAbsent(link, now);
      } else {
        throw new MalformedException("too many send frames of more than " + LONG + " bytes");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Those who have been sending one long frame for longer than a time. */
  List<Link> late(Duration limit, long now) {
    long nanos = TimeUnit.NANOSECONDS.convert(limit);
    lock.lock();
    try {
      return since.entrySet().stream()
          .filter(entry -> now - entry.getValue() > nanos)
          .map(Map.Entry::getKey)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** The link has ended. */
  void release(Link link) {
    lock.lock();
    try {
      since.remove(link);
    } finally {
      lock.unlock();
    }
  }
}
