package dev.weft.tcp;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Shared by a connection's reading thread and all who call, without a lock: whether the peer has
 * been silent for too long.
 *
 * <p>A path that has died says nothing, not even that. So a call that times out is a hint of it,
 * and silence is counted from the first such call that was sent since the peer was last heard. A
 * peer that nobody asks may be silent for ever. Callers may overwrite each other's note: each was
 * sent in the same silence, and at worst it counts from the later one.
 *
 * <p>All moments are of the environment's clock.
 */
final class Silence {

  private final long limit;
  private volatile long lastHeard; // written by the reading thread
  private volatile long unheard; // when the first call was sent that timed out in the silence since

  Silence(Duration limit, long now) {
    this.limit = TimeUnit.NANOSECONDS.convert(limit);
    this.lastHeard = now;
    this.unheard = now;
  }

  /** The peer said something. */
  void heard(long now) {
    lastHeard = now;
  }

  /** A call timed out. */
  void timedOut(long sent) {
    if (sent - lastHeard > 0 && unheard - lastHeard <= 0) {
      unheard = sent;
    }
  }

  /** Whether the limit has passed, in vain, since a call that timed out was sent. */
  boolean isTooLong(long now) {
    return unheard - lastHeard > 0 && now - unheard > limit;
  }
}
