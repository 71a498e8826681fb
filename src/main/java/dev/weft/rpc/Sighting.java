package dev.weft.rpc;

import dev.weft.kademlia.Key;
import java.net.InetAddress;

/**
 * What another node has told of where this one is, on a new connection. Immutable.
 *
 * @param by the other's key, which it has proved
 * @param from the address at which this node sees the other
 * @param seen the address at which the other sees this node, so it says; where it has dialled, the
 *     one that it has dialled
 * @param inbound whether the other has dialled: somebody can connect to this node
 */
public record Sighting(Key by, InetAddress from, InetAddress seen, boolean inbound) {}
