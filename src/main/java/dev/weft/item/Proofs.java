package dev.weft.item;

import dev.weft.kademlia.Key;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shared by the threads of a node; guarded by its lock: which owned items were found to be signed
 * by their owners. To check a signature takes a hundred times as long as to hash the item, and
 * whoever asks all the nodes that keep an item gets it from each of them.
 *
 * <p>What is kept is a hash of all of an item, signature and expiry among it, for the last {@value
 * #MOST} that were admitted: some 200 KiB.
 */
public final class Proofs {

  static final int MOST = 1_000;

  private final ReentrantLock lock = new ReentrantLock();

  /** Those that were admitted last are the last. */
  private final LinkedHashSet<Key> checked = new LinkedHashSet<>();

  /** With nothing checked yet. */
  public Proofs() {}

  /**
   * Checks that an item may be kept now, as {@link Item#admit} does; but a signature that was found
   * to fit is not checked again.
   *
   * @param item the item
   * @param now the time
   * @throws ItemException which says what is wrong
   */
  public void admit(Item item, Instant now) throws ItemException {
    switch (item) {
      case ContentItem content -> content.admit(now);
      case OwnedItem owned -> {
        owned.checkLimits(now);
        Key hash = owned.fingerprint();
        if (!isChecked(hash)) {
          owned.verify();
        }
        remember(hash);
      }
    }
  }

  private boolean isChecked(Key hash) {
    lock.lock();
    try {
      return checked.contains(hash);
    } finally {
      lock.unlock();
    }
  }

  private void remember(Key hash) {
    lock.lock();
    try {
      checked.addLast(hash);
      if (checked.size() > MOST) {
        checked.removeFirst();
      }
    } finally {
      lock.unlock();
    }
  }
}
