package dev.weft.routing;

import dev.weft.kademlia.Contact;
import java.time.Duration;
import java.util.List;

/**
 * One bucket of a snapshot. Immutable.
 *
 * @param prefixBits how many leading bits its keys share with our own key: more means closer. The
 *     buckets into which the neighbourhood's rule has split one range (Kademlia, §2.4) all have the
 *     same
 * @param depth how many leading bits its keys share with each other; the bucket of our own key is
 *     the one where this is the same as {@code prefixBits}
 * @param contacts its contacts, in no order that means anything
 * @param replacements how many candidates wait in its replacement cache
 * @param lookedUpAt when a key of its range was last looked up, in nanoseconds of the environment's
 *     clock; at first, when the table was made
 */
public record BucketSnapshot(
    int prefixBits, int depth, List<Contact> contacts, int replacements, long lookedUpAt) {

  /** Copies the contacts. */
  public BucketSnapshot {
    contacts = List.copyOf(contacts);
  }

  /**
   * {@return how long ago a key of its range was looked up}
   *
   * @param now the environment's {@code nanoTime}
   */
  public Duration sinceLookup(long now) {
    return Duration.ofNanos(now - lookedUpAt);
  }
}
