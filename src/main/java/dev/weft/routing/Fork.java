package dev.weft.routing;

import dev.weft.kademlia.Key;

/**
 * Confined to the routing actor: where the table's tree parts the keys by one of their bits.
 *
 * <p>Whoever goes down from here may change what is there; where nobody has, it need not be looked
 * at again.
 */
final class Fork implements Subtree {

  private final int bit;
  private Subtree zero;
  private Subtree one;
  private Frozen.Branch frozen;
  private boolean visited;

  Fork(int bit, Subtree zero, Subtree one) {
    this.bit = bit;
    this.zero = zero;
    this.one = one;
    this.frozen = new Frozen.Branch(bit, zero.freeze(), one.freeze());
  }

  Subtree zero() {
    visited = true;
    return zero;
  }

  Subtree one() {
    visited = true;
    return one;
  }

  /** The side on which a key lies. */
  Subtree side(Key key) {
    return key.bit(bit) ? one() : zero();
  }

  /** Replaces the side on which a key lies. */
  void put(Key key, Subtree side) {
    visited = true;
    if (key.bit(bit)) {
      one = side;
    } else {
      zero = side;
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // comparing what they hold would walk both trees
  public Frozen freeze() {
    if (!visited) {
      return frozen;
    }
    visited = false;
    Frozen frozenZero = zero.freeze();
    Frozen frozenOne = one.freeze();
    if (frozen.zero() != frozenZero || frozen.one() != frozenOne) {
      frozen = new Frozen.Branch(bit, frozenZero, frozenOne);
    }
    return frozen;
  }
}
