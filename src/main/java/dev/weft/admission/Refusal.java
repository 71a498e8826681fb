package dev.weft.admission;

import java.util.Locale;

/**
 * Why a node refused something, held somebody up or cut them off. The names, in small letters with
 * hyphens, are those of {@code Statistics.refused}: they do not change.
 */
public enum Refusal {
  /** A connection: all are in use. */
  CONNECTIONS,
  /** A connection: its address has as many as it may. */
  ADDRESS_CONNECTIONS,
  /** A connection: its network (/24 of IPv4, /64 of IPv6) has as many as it may. */
  NETWORK_CONNECTIONS,
  /** A connection: as many as may have not said who they are yet. */
  HANDSHAKES,
  /** A connection: as many as may of its address have not said who they are yet. */
  ADDRESS_HANDSHAKES,
  /** A connection: as many as may of its network have not said who they are yet. */
  NETWORK_HANDSHAKES,
  /** A connection: its address opens them too fast. */
  HANDSHAKE_RATE,
  /** A connection that was given up: nobody said who they are in time. */
  HANDSHAKE_TIME,
  /** A connection with a node of another network. */
  OTHER_NETWORK,
  /** A connection with a node that speaks TLS where this one does not, or the other way round. */
  INSECURE,
  /** A connection that was cut off: what came could not be read. */
  UNREADABLE,
  /** A connection that was cut off: its peer read nothing, or said nothing, for too long. */
  SILENT,
  /** An idle connection that was closed to make room for another; not a refusal of anybody. */
  MADE_WAY(false),
  /** A request that waits: its peer asks too fast. */
  PEER_RATE,
  /** A request that waits: its address asks too fast. */
  ADDRESS_RATE,
  /** A connection that was closed: its peer went on asking too fast for too long. */
  FLOOD,
  /** A request: as many of its peer are being answered as may. */
  PEER_REQUESTS,
  /** A request: as many are being answered in all as may. */
  REQUESTS,
  /** A request: requests and answers take as much memory as they may. */
  BYTES,
  /** A request: the node does not serve yet. */
  NOT_SERVING(false),
  /** A request: the node is about to stop. */
  LEAVING(false),
  /** A question after an item that has yet to be read anew. */
  REREADING(false),
  /** A request: the node cannot reach its items. */
  STORE_FAILS,
  /** An item: its peer stores too fast. */
  PEER_STORES,
  /** An item: its owner's items come too fast. */
  OWNER_STORES,
  /** An item: its signature or key does not fit its content. */
  FORGED,
  /** An item that was not even checked: its peer has sent forged ones before. */
  FORGER,
  /** An item: a newer version is held. */
  STALE(false),
  /** An item: it has expired. */
  EXPIRED(false),
  /** An item: its version or expiry lies too far in the future. */
  FUTURE,
  /** An item: there is no room for it. */
  FULL,
  /** A watch: as many wait for news as may. */
  WATCHERS;

  private final boolean told;

  Refusal() {
    this(true);
  }

  /**
   * @param told whether an operator wants to know; the others belong to the life of a network
   */
  Refusal(boolean told) {
    this.told = told;
  }

  boolean isTold() {
    return told;
  }

  /** Its name in statistics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
