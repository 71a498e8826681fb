package dev.weft;

import dev.weft.item.Owner;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.kademlia.Seed;
import dev.weft.tcp.TcpLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a {@link DhtConfig.Builder}, with their defaults; confined to one thread. It is a
 * class of its own only to keep the configuration short enough to be read; users see one builder.
 * What each means is said at {@link DhtConfig}.
 */
abstract sealed class Settings permits DhtConfig.Builder {

  int port = Seed.DEFAULT_PORT;
  Optional<String> bind = Optional.empty();
  Optional<String> advertise = Optional.empty();
  boolean client;
  final List<Seed> seeds = new ArrayList<>();
  Optional<Path> data = Optional.empty();
  boolean durable = true;
  Optional<Owner> identity = Optional.empty();
  Wire wire = Wire.WEFT;
  String network = DhtConfig.NETWORK;
  boolean secure = true;
  int k = 20;
  int alpha = 3;
  int paths = 1;
  Duration callTimeout = Duration.ofSeconds(5);
  Duration hedgeAfter = Duration.ofMillis(50);
  Duration operationTimeout = Duration.ofSeconds(30);
  Duration joinTimeout = Duration.ofSeconds(30);
  Duration timeToLive = Duration.ofHours(24);
  Duration maintenanceInterval = Duration.ofHours(1);
  int maxItems = 100_000;
  long maxBytes = 256L << 20;
  int maxItemsPerOwner = 50_000;
  long maxBytesPerOwner = 128L << 20;
  int maxConnections = TcpLimits.CONNECTIONS;
  PrefixLimits prefixLimits = PrefixLimits.DEFAULT;
  boolean lan;

  abstract DhtConfig.Builder self();

  /**
   * {@return this, with {@link DhtConfig#port} set}
   *
   * @param port from 0 to 65535; 0 for any that is free
   */
  public DhtConfig.Builder port(int port) {
    this.port = port;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#bind} set}
   *
   * @param host a host name or address of this machine
   */
  public DhtConfig.Builder bind(String host) {
    this.bind = Optional.of(host);
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#advertise} set}
   *
   * @param hostAndPort {@code HOST[:PORT]} at which others reach this node
   */
  public DhtConfig.Builder advertise(String hostAndPort) {
    this.advertise = Optional.of(hostAndPort);
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#client} set}
   *
   * @param client whether to take part without listening
   */
  public DhtConfig.Builder client(boolean client) {
    this.client = client;
    return self();
  }

  /**
   * Adds one of the {@link DhtConfig#seeds}.
   *
   * @param seed written {@code [KEY@]HOST[:PORT]}
   * @return this
   * @throws IllegalArgumentException if it is written otherwise
   */
  public DhtConfig.Builder seed(String seed) {
    return seed(Seed.parse(seed));
  }

  /**
   * Adds one of the {@link DhtConfig#seeds}.
   *
   * @param seed where to meet the network
   * @return this
   */
  public DhtConfig.Builder seed(Seed seed) {
    this.seeds.add(seed);
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#data} set}
   *
   * @param directory a directory, which is made if it is not there
   */
  public DhtConfig.Builder data(Path directory) {
    this.data = Optional.of(directory);
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#durable} set}
   *
   * @param durable whether items are kept in {@link DhtConfig#data}
   */
  public DhtConfig.Builder durable(boolean durable) {
    this.durable = durable;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#identity} set}
   *
   * @param identity who the node is
   */
  public DhtConfig.Builder identity(Owner identity) {
    this.identity = Optional.of(identity);
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#wire} set}
   *
   * @param wire what the node speaks
   */
  public DhtConfig.Builder wire(Wire wire) {
    this.wire = wire;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#network} set}
   *
   * @param name up to 255 bytes of UTF-8
   */
  public DhtConfig.Builder network(String name) {
    this.network = name;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#secure} set}
   *
   * @param secure whether to speak TLS with others
   */
  public DhtConfig.Builder secure(boolean secure) {
    this.secure = secure;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#k} set}
   *
   * @param k from 1 to 200
   */
  public DhtConfig.Builder k(int k) {
    this.k = k;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#alpha} set}
   *
   * @param alpha from 1 to k
   */
  public DhtConfig.Builder alpha(int alpha) {
    this.alpha = alpha;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#paths} set}
   *
   * @param paths from 1 to k
   */
  public DhtConfig.Builder paths(int paths) {
    this.paths = paths;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#callTimeout} set}
   *
   * @param limit from 1 ms to 30 days
   */
  public DhtConfig.Builder callTimeout(Duration limit) {
    this.callTimeout = limit;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#hedgeAfter} set}
   *
   * @param floor from 1 ms to 30 days
   */
  public DhtConfig.Builder hedgeAfter(Duration floor) {
    this.hedgeAfter = floor;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#operationTimeout} set}
   *
   * @param limit from 1 ms to 30 days
   */
  public DhtConfig.Builder operationTimeout(Duration limit) {
    this.operationTimeout = limit;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#joinTimeout} set}
   *
   * @param limit from 1 ms to 30 days
   */
  public DhtConfig.Builder joinTimeout(Duration limit) {
    this.joinTimeout = limit;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#timeToLive} set}
   *
   * @param timeToLive from 1 ms to 30 days
   */
  public DhtConfig.Builder timeToLive(Duration timeToLive) {
    this.timeToLive = timeToLive;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#maintenanceInterval} set}
   *
   * @param interval from 1 ms to 30 days
   */
  public DhtConfig.Builder maintenanceInterval(Duration interval) {
    this.maintenanceInterval = interval;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#maxItems} set}
   *
   * @param items at least 1
   */
  public DhtConfig.Builder maxItems(int items) {
    this.maxItems = items;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#maxBytes} set}
   *
   * @param bytes at least 1
   */
  public DhtConfig.Builder maxBytes(long bytes) {
    this.maxBytes = bytes;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#maxItemsPerOwner} set}
   *
   * @param items at least 1
   */
  public DhtConfig.Builder maxItemsPerOwner(int items) {
    this.maxItemsPerOwner = items;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#maxBytesPerOwner} set}
   *
   * @param bytes at least 1
   */
  public DhtConfig.Builder maxBytesPerOwner(long bytes) {
    this.maxBytesPerOwner = bytes;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#maxConnections} set}
   *
   * @param connections at least 1
   */
  public DhtConfig.Builder maxConnections(int connections) {
    this.maxConnections = connections;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#prefixLimits} set}
   *
   * @param limits how many nodes of one part of the internet are known
   */
  public DhtConfig.Builder prefixLimits(PrefixLimits limits) {
    this.prefixLimits = limits;
    return self();
  }

  /**
   * {@return this, with {@link DhtConfig#lan} set}
   *
   * @param lan whether to meet others on the local network
   */
  public DhtConfig.Builder lan(boolean lan) {
    this.lan = lan;
    return self();
  }
}
