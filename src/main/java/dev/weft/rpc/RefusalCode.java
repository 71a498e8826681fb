package dev.weft.rpc;

/**
 * Why a node refuses a request. The order is the wire's: new codes are added just before {@link
 * #OTHER}.
 */
public enum RefusalCode {
  /** The node does not know this kind of request. */
  UNKNOWN_REQUEST,
  /** The node has as much to do as it allows itself; try another, or later. */
  BUSY,
  /** The item's signature or key does not fit its content. */
  FORGED,
  /** The node holds a newer version of this item. */
  STALE,
  /** The item has expired. */
  EXPIRED,
  /** The item's version or expiry lies further in the future than is allowed. */
  FUTURE,
  /** The node's store has no room for the item. */
  FULL,
  /** The node is about to stop. */
  CLOSING,
  /** The node belongs to another network. */
  OTHER_NETWORK,
  /** The one of the two nodes speaks TLS, and the other in the clear. */
  INSECURE,
  /** A fault of the node that is asked, or a code that this version of Weft does not know. */
  OTHER
}
