package dev.weft.lookup;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;

/**
 * Is told what lookups notice about peers. Called by the threads of many lookups at once, which
 * hold no lock then; what it throws fails the lookup.
 */
public interface LookupListener {

  /**
   * A peer answered what no honest peer answers.
   *
   * @param peer who did
   * @param what in which way
   */
  void lied(Contact peer, String what);

  /**
   * A lookup did not wait any longer for a slow peer, which may be dead, or ended without it.
   *
   * @param peer who was slow
   */
  void leftWaiting(Contact peer);

  /**
   * The nodes closest to a key are too close to be true; see {@link LookupResult.Crowd}. By
   * default, nothing is done.
   *
   * @param target the key that was looked up
   * @param size how many they are
   */
  default void crowded(Key target, int size) {}
}
