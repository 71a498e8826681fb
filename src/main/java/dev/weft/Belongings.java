package dev.weft;

import dev.weft.lan.Moves;
import dev.weft.lan.Neighbourhood;
import dev.weft.routing.Notes;

/** What a node has beside itself, and takes along when it goes. */
@FunctionalInterface
interface Belongings {

  /**
   * Those of a node.
   *
   * @param notes what it writes down of others
   * @param neighbourhood where it is announced
   * @param moves who tells it where its machine is
   */
  static Belongings of(Notes notes, Neighbourhood neighbourhood, Moves moves) {
    return new Belongings() {
      @Override
      public void leave() {
        moves.close();
        neighbourhood.leave();
      }

      @Override
      public void close() {
        moves.close();
        neighbourhood.close();
        notes.close();
      }
    };
  }

  /** Begins what takes a while, before the node itself is closed. Idempotent. */
  default void leave() {}

  /** Ends all, after the node. */
  void close();
}
