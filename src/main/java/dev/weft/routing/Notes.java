package dev.weft.routing;

import dev.weft.kademlia.Contact;
import java.util.List;

/**
 * What a node writes down about others, so that it knows them when it is started again: whom it
 * knew, and who lied. Read when the node starts, and from then on written to by one thread at a
 * time.
 *
 * <p>What is written is there after a crash, or, where it could not be written, what was written
 * before; that is logged, and no reason for the node to stop.
 */
public interface Notes extends AutoCloseable {

  /** Those of a node that remembers nobody. */
  Notes NONE =
      new Notes() {
        @Override
        public List<Contact> contacts() {
          return List.of();
        }

        @Override
        public List<Liar> liars() {
          return List.of();
        }

        @Override
        public void save(List<Contact> contacts) {
          // There is nothing to write to.
        }

        @Override
        public void saveLiars(List<Liar> liars) {
          // As above.
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  /** {@return whom the node knew when it wrote that down last} */
  List<Contact> contacts();

  /** {@return who had lied then; also those whose time is over, perhaps} */
  List<Liar> liars();

  /**
   * Writes down whom the node knows; nothing happens where it knows nobody.
   *
   * @param contacts those it knows
   */
  void save(List<Contact> contacts);

  /**
   * Writes down who has lied, in the place of those written down before.
   *
   * @param liars those that lied, and until when they are ignored
   */
  void saveLiars(List<Liar> liars);

  /** Lets others use what the notes are kept in. Idempotent. */
  @Override
  void close();
}
