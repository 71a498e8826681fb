package dev.weft.drogulus;

import dev.weft.kademlia.Key;
import java.util.List;

/**
 * What nodes of the drogulus say to each other: a closed family of immutable records. There is no
 * ping, and no word for a refusal.
 */
sealed interface DrogulusMessage {

  /** The item is kept: the answer to {@link Store}. */
  record Ok() implements DrogulusMessage {}

  /** Which nodes do you know that are closest to a key? Answered by {@link Nodes}. */
  record FindNode(Key key) implements DrogulusMessage {}

  /**
   * What do you hold under a key? Answered by {@link Value}, or by {@link Nodes} where nothing is
   * held.
   */
  record FindValue(Key key) implements DrogulusMessage {}

  /**
   * The closest nodes that the answering node knows.
   *
   * @param contacts any number of them, with duplicates, and the one who asked; not to be believed
   */
  record Nodes(List<DrogulusContact> contacts) implements DrogulusMessage {
    public Nodes {
      contacts = List.copyOf(contacts);
    }
  }

  /**
   * Keep this item. Answered by {@link Ok}, or by nothing.
   *
   * @param item not verified
   */
  record Store(DrogulusItem item) implements DrogulusMessage {}

  /**
   * What is held under the key that was asked for.
   *
   * @param item not verified, and perhaps one with another key
   */
  record Value(DrogulusItem item) implements DrogulusMessage {}
}
