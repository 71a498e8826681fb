package dev.weft.routing;

/** Confined to the routing actor: a part of the routing table's binary tree. */
sealed interface Subtree permits Fork, Bucket {

  /** This part as it is now; the same object as long as nothing in it has changed. */
  Frozen freeze();
}
