package dev.weft.node;

import dev.weft.node.Renewals.Renewal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews what is due, one item after the other. Belongs to one loop of the housekeeper; the
 * listener may be set, and the counts be read, by any thread.
 *
 * <p>An item counts as renewed where as many nodes keep it as a set needs. Else it is tried again
 * later, and whoever listens is told: ten times at least before it is lost.
 */
final class Renewer {

  private static final Logger LOG = LoggerFactory.getLogger(Renewer.class);

  private final int k;
  private final Duration timeout;
  private final Renewals renewals;
  private final Placer placer;
  private final AtomicLong renewed = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile RenewalListener listener = (_, _, _) -> {};

  /**
   * @param timeout the longest that one item takes
   */
  Renewer(int k, Duration timeout, Renewals renewals, Placer placer) {
    this.k = k;
    this.timeout = timeout;
    this.renewals = renewals;
    this.placer = placer;
  }

  /** Tells this listener, and no other, from now on. */
  void listener(RenewalListener listener) {
    this.listener = listener;
  }

  /** How often an item was renewed. */
  long renewed() {
    return renewed.get();
  }

  /** How often an attempt to do so has failed. */
  long failures() {
    return failures.get();
  }

  /** Renews what is due now. What goes wrong with one item is no reason to leave out the others. */
  void renewDue() throws InterruptedException {
    for (Renewal due : renewals.due()) {
      try {
        renew(due);
      } catch (RuntimeException e) {
        failed(due, e.toString());
      }
    }
  }

  private void renew(Renewal due) throws InterruptedException {
    Renewal next = renewals.sign(due);
    Placement placement = placer.renew(next.item(), timeout);
    if (placement.newer().isPresent()) {
      boolean deleted = placement.newer().get().isTombstone();
      LOG.info(
          "{} is renewed no longer: {}",
          due.item(),
          deleted ? "it was deleted" : "there is a newer version");
      renewals.end(due);
    } else if (reachedNobody(placement)) {
      failed(due, "none of the nodes that were asked answered");
    } else if (placement.kept() < placement.needed(k)) {
      failed(due, placement.kept() + " of the " + placement.needed(k) + " nodes needed keep it");
    } else {
      renewals.replace(due, next);
      renewed.incrementAndGet();
    }
  }

  /** Whether there are others, but none that could be reached: this node's own copy is too few. */
  private static boolean reachedNobody(Placement placement) {
    return placement.copies().isEmpty()
        && (!placement.mine() || !placement.lookup().trace().isEmpty());
  }

  private void failed(Renewal due, String why) {
    failures.incrementAndGet();
    int attempts = renewals.retry(due).failures();
    if (Integer.bitCount(attempts) == 1) {
      LOG.warn(
          "{} was not renewed, and will be tried again (failed attempts: {}): {}",
          due.item(),
          attempts,
          why);
    }
    try {
      listener.failed(due.item(), attempts, why);
    } catch (RuntimeException e) {
      LOG.error("who listens for renewals that fail has failed", e);
    }
  }
}
