package dev.weft.drogulus;

import dev.weft.netstring.MalformedException;
import java.util.LinkedHashSet;
import java.util.Set;
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
  private final Set<Link> sending = new LinkedHashSet<>();

  /**
   * Takes note of how much has come of a frame that is not whole yet.
   *
   * @throws MalformedException if it is long, and too many others are sending long ones
   */
  void note(Link link, int bytes) throws MalformedException {
    lock.lock();
    try {
      if (bytes < LONG) {
        sending.remove(link);
      } else if (sending.size() < MOST || sending.contains(link)) {
        sending.add(link);
      } else {
        throw new MalformedException("too many send frames of more than " + LONG + " bytes");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether a link is in the midst of sending a long frame. */
  boolean isSending(Link link) {
    lock.lock();
    try {
      return sending.contains(link);
    } finally {
      lock.unlock();
    }
  }

  /** The link has ended. */
  void release(Link link) {
    lock.lock();
    try {
      sending.remove(link);
    } finally {
      lock.unlock();
    }
  }
}
