package dev.weft.node;

import dev.weft.item.Item;

/** Is told of items that could not be renewed. Implementations must be safe for any thread. */
@FunctionalInterface
public interface RenewalListener {

  /**
   * Too few nodes keep an item for longer. It is tried again; until that succeeds, its copies
   * expire when they did before.
   *
   * @param item as it was renewed last, or stored
   * @param attempts how many have failed in a row
   * @param why in a sentence
   */
  void failed(Item item, int attempts, String why);
}
