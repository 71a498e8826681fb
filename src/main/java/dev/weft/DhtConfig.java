package dev.weft;

import static dev.weft.Requirements.require;
import static dev.weft.Requirements.requireDrogulus;
import static dev.weft.Requirements.requireNetwork;
import static dev.weft.Requirements.requireRange;

import dev.weft.item.Owner;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.kademlia.Seed;
import dev.weft.store.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a node is set up. Immutable; made by {@link #builder()}, where every setting has a default.
 * Every duration is from 1 ms to 30 days.
 *
 * @param port the TCP port to listen on; 0 for any that is free. Default 1908, as the drogulus
 * @param bind the host name or address to listen on. Default empty: all addresses of the machine
 * @param advertise {@code HOST[:PORT]} at which others reach this node, where it is not the address
 *     that they see, as behind a port forwarding; without a port, it is the one listened on.
 *     Default empty
 * @param client whether to take part without listening: a client is in nobody's routing table and
 *     keeps nothing for others, and needs a seed. Towards others it is a new node each time it is
 *     opened, or, on the drogulus's wire, for each data directory; only what it stores bears its
 *     identity, so that it may share that with a node that runs, its seed even, and with other
 *     clients. Default false
 * @param seeds where to meet the network; one that answers is enough. Default none: a node that
 *     waits for others
 * @param data the directory of the node's identity, its items, its known contacts and its lock;
 *     made if it is not there. A client reads its identity there, and nothing else, but that on the
 *     drogulus's wire it keeps the key by which others know it. Default empty: everything is in
 *     memory, and the identity is new
 * @param durable whether items are kept in {@code data}, where there is one, so that what the node
 *     has acknowledged outlives it; otherwise they are in memory. Needs {@code
 *     org.xerial:sqlite-jdbc} on the class path. Default true
 * @param identity who the node is, and the owner of what it stores, where that is not to be read
 *     from {@code data}. Two nodes that run at the same time must not share an identity, for it is
 *     their place in the network; clients may. Default empty
 * @param wire what the node speaks, and of which kind its identity is. Default Weft's own
 * @param network the name of the network, up to 255 bytes of UTF-8; nodes of other networks are
 *     refused. Default {@code weft}; the drogulus knows no names of networks
 * @param secure whether to speak TLS 1.3 with others, by which each proves its key, and nothing
 *     else; otherwise all is in the clear, for laboratories, and nodes that speak TLS are refused
 *     and refuse. The drogulus's wire knows no TLS. Default true
 * @param k the size of a bucket, and on how many nodes an item is kept; 1 to 200. Default 20
 *     (Kademlia, §2.2)
 * @param alpha how many peers a lookup asks at once; 1 to k. Default 3 (Kademlia, §2.3)
 * @param paths by how many paths, which share no peer, each lookup of this node goes at once, so
 *     that liars can lead some astray and not all; 1 to k. Each asks as many peers as one alone
 *     would, α at once, and a set does not begin before all have ended. Default 1; 4 to 8 where
 *     many lie (Baumgart and Mies, S/Kademlia, §4.4 and §5)
 * @param callTimeout the longest wait for one peer. Default 5 s (drogulus)
 * @param hedgeAfter the shortest time after which a lookup asks another peer beside one that is
 *     slow; it adapts upwards to the 90th percentile of recent round trips. Default 50 ms
 * @param operationTimeout the longest that an operation takes. Default 30 s
 * @param joinTimeout how long {@code open} goes on asking while no seed answers. Default 30 s
 * @param timeToLive how long an item lives that is not renewed. Default 24 h (Kademlia, §2.5)
 * @param maintenanceInterval how often buckets are refreshed and items replicated. Default 1 h
 *     (Kademlia, §2.3 and §2.5; drogulus)
 * @param maxItems the most items that the node keeps. Default 100,000
 * @param maxBytes the most bytes of items that the node keeps. Default 256 MiB
 * @param maxItemsPerOwner the most items that the node keeps of one owner. Default 50,000
 * @param maxBytesPerOwner the most bytes of items that the node keeps of one owner. Default 128 MiB
 * @param maxConnections the most connections that the node has open, each a file of the process:
 *     fewer where many nodes share one. Below k, a {@code set} may not reach all nodes at once.
 *     Default 512
 * @param prefixLimits how many of the nodes that this one knows may lie in one part of the
 *     internet. Default 2 in a bucket and 10 in all, private addresses not counted
 * @param lan whether to announce the node on the local networks of the machine, at the addresses
 *     that it listens on, and to join others there without a seed. Needs {@code org.jmdns:jmdns} on
 *     the class path. A client does not. Default false
 */
public record DhtConfig(
    int port,
    Optional<String> bind,
    Optional<String> advertise,
    boolean client,
    List<Seed> seeds,
    Optional<Path> data,
    boolean durable,
    Optional<Owner> identity,
    Wire wire,
    String network,
    boolean secure,
    int k,
    int alpha,
    int paths,
    Duration callTimeout,
    Duration hedgeAfter,
    Duration operationTimeout,
    Duration joinTimeout,
    Duration timeToLive,
    Duration maintenanceInterval,
    int maxItems,
    long maxBytes,
    int maxItemsPerOwner,
    long maxBytesPerOwner,
    int maxConnections,
    PrefixLimits prefixLimits,
    boolean lan) {

  static final String NETWORK = "weft";

  /** Checks each setting; an {@link IllegalArgumentException} names one that is out of range. */
  public DhtConfig {
    seeds = List.copyOf(seeds);
    require(port >= 0 && port <= 65535, "port must be from 0 to 65535");
    if (wire == Wire.DROGULUS) {
      requireDrogulus(port, network.equals(NETWORK));
    }
    advertise.ifPresent(Requirements::requireAddress);
    requireNetwork(network);
    require(k >= 1 && k <= 200, "k must be from 1 to 200");
    require(alpha >= 1 && alpha <= k, "alpha must be from 1 to k");
    require(paths >= 1 && paths <= k, "paths must be from 1 to k");
    requireRange(callTimeout, "callTimeout");
    requireRange(hedgeAfter, "hedgeAfter");
    requireRange(operationTimeout, "operationTimeout");
    requireRange(joinTimeout, "joinTimeout");
    requireRange(timeToLive, "timeToLive");
    requireRange(maintenanceInterval, "maintenanceInterval");
    require(maxItems >= 1, "maxItems must be at least 1");
    require(maxBytes >= 1, "maxBytes must be at least 1");
    require(maxItemsPerOwner >= 1, "maxItemsPerOwner must be at least 1");
    require(maxBytesPerOwner >= 1, "maxBytesPerOwner must be at least 1");
    require(maxConnections >= 1, "maxConnections must be at least 1");
  }

  /** {@return what a store may keep: {@link #maxItems} and the three after it} */
  public StoreOptions storeOptions() {
    return new StoreOptions(maxItems, maxBytes, maxItemsPerOwner, maxBytesPerOwner);
  }

  /** {@return a builder on which every setting has its default} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Collects settings, each with its default until it is set; confined to one thread. What is set
   * is checked by {@link #build}.
   */
  public static final class Builder extends Settings {
    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * {@return the settings}
     *
     * @throws IllegalArgumentException which names the setting that is out of range
     */
    public DhtConfig build() {
      return new DhtConfig(
          port,
          bind,
          advertise,
          client,
          seeds,
          data,
          durable,
          identity,
          wire,
          network,
          secure,
          k,
          alpha,
          paths,
          callTimeout,
          hedgeAfter,
          operationTimeout,
          joinTimeout,
          timeToLive,
          maintenanceInterval,
          maxItems,
          maxBytes,
          maxItemsPerOwner,
          maxBytesPerOwner,
          maxConnections,
          prefixLimits,
          lan);
    }
  }
}
