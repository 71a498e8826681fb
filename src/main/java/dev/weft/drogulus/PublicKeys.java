package dev.weft.drogulus;

import dev.weft.kademlia.Key;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shared by the threads of a node; guarded by its lock: the public keys that it met last, by their
 * ids. Ids are all that the rest of the node knows, and the wire wants the texts; and to read a
 * text again takes as long as to check a signature.
 *
 * <p>It keeps the {@value #MOST} that were asked for last: 10 MiB, or some 50 where all of them are
 * as long as can be.
 */
final class PublicKeys {

  static final int MOST = 5_000;

  private final ReentrantLock lock = new ReentrantLock();

  /** Those that were asked for last are the last. */
  private final Map<Key, RsaPublicKey> byId =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, RsaPublicKey> eldest) {
          return size() > MOST;
        }
      };

  /** With nobody met yet. */
  PublicKeys() {}

  /** The key with this text. */
  RsaPublicKey of(String text) {
    Optional<RsaPublicKey> known = find(RsaPublicKey.idOf(text));
    if (known.isPresent()) {
      return known.get();
    }
    RsaPublicKey read = RsaPublicKey.of(text);
    if (read.isUsable()) {
      remember(read);
    }
    return read;
  }

  /** The usable key with this id, if it is one of those that were met last. */
  Optional<RsaPublicKey> find(Key id) {
    lock.lock();
    try {
      return Optional.ofNullable(byId.get(id));
    } finally {
      lock.unlock();
    }
  }

  private void remember(RsaPublicKey key) {
    lock.lock();
    try {
      byId.put(key.id(), key);
    } finally {
      lock.unlock();
    }
  }
}
