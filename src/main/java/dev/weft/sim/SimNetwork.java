package dev.weft.sim;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.DhtException;
import dev.weft.Wire;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.item.Identity;
import dev.weft.item.Owner;
import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network of Weft nodes in one thread: the real nodes, on a simulated network and under a
 * simulated clock, where the same seed gives the same run. Used by one thread at a time; everything
 * but {@link #run}, {@link #call} and {@link #close} is to be used within these.
 *
 * {@snippet file="dev/weft/snippets/SimulationSnippetsTest.java" region="network"}
 */
public final class SimNetwork implements AutoCloseable {

  /** The most nodes and clients of one network. */
  public static final int MOST_NODES = 1_000_000;

  private static final int MOST_JOINING = 1_000;

  private final SimOptions options;
  private final SimEnvironment environment;
  private final RandomGenerator random;
  private final Fabric fabric;
  private final List<SimNode> nodes = new ArrayList<>();
  private final List<SimNode> clients = new ArrayList<>();
  private final SeedDraw draw;

  private SimNetwork(SimOptions options) {
    this.options = options;
    this.environment = new SimEnvironment(options.seed());
    this.random = environment.split();
    this.draw = new SeedDraw(nodes, random);
    this.fabric =
        new Fabric(
            environment.scheduler(),
            environment.split(),
            options.latency(),
            new dev.weft.sim.Wire(options.codec(), ForkJoinPool.commonPool()));
    fabric.faults().loss(options.loss());
  }

  /**
   * Makes a network, and returns when all its nodes have joined.
   *
   * @param options the nodes, the seed, and what the wires are like
   * @return the network, which is to be closed
   * @throws InterruptedException if the thread is interrupted; nothing is left then
   * @throws SimulationException if the simulation cannot be run, as the message says
   */
  public static SimNetwork open(SimOptions options) throws InterruptedException {
    SimNetwork network = new SimNetwork(options);
    try {
      network.run(() -> network.grow(options.nodes()));
      return network;
    } catch (Throwable e) {
      network.close();
      throw e;
    }
  }

  /** An identity for a wire; of the drogulus's, one with a short key, which is soon made. */
  static Owner identity(Wire wire, RandomGenerator random) {
    return switch (wire) {
      case WEFT -> identity(random);
      case DROGULUS -> RsaIdentity.generate(RsaIdentity.MIN_BITS, new SeededRandom(random));
    };
  }

  static Identity identity(RandomGenerator random) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return Identity.fromSecret(secret);
  }

  private Owner newIdentity() {
    return identity(settings().wire(), random);
  }

  /** {@return the world in which the network is: its clock, its threads, and its chance} */
  public SimEnvironment environment() {
    return environment;
  }

  Fabric fabric() {
    return fabric;
  }

  /** How each node is configured, but for its identity and its seeds. */
  DhtConfig settings() {
    return options.config().apply(DhtConfig.builder()).build();
  }

  /** {@return what is wrong with the network} */
  public Faults faults() {
    return fabric.faults();
  }

  /** {@return what was sent since the beginning, by kind} */
  public Map<MessageKind, Traffic> traffic() {
    return fabric.meter().traffic();
  }

  /**
   * From now on this watcher, and no other, is told of every message that is sent.
   *
   * @param watcher is told by the thread of the simulation, and must not wait
   */
  public void watch(Consumer<Passage> watcher) {
    fabric.meter().watch(watcher);
  }

  /** Nobody is told of messages any more. */
  public void unwatch() {
    fabric.meter().watch(null);
  }

  /** {@return every node there ever was, up or down, in the order of their numbers} */
  public List<SimNode> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /** {@return the nodes that are up} */
  public List<SimNode> up() {
    return nodes.stream().filter(SimNode::isUp).toList();
  }

  /**
   * {@return the interface of a node}
   *
   * @param number the node's number, from 0
   */
  public Dht dht(int number) {
    return nodes.get(number).dht();
  }

  /**
   * Runs something on a simulated thread; see {@link SimEnvironment#run}.
   *
   * @param <X> what it throws
   * @param action what is run
   * @throws X what it throws, as it is
   * @throws InterruptedException if the calling thread is interrupted
   */
  public <X extends Throwable> void run(SimEnvironment.Action<X> action)
      throws X, InterruptedException {
    environment.run(action);
  }

  /**
   * Runs something on a simulated thread that returns a value; see {@link SimEnvironment#call}.
   *
   * @param <T> what it returns
   * @param <X> what it throws
   * @param task what is run
   * @return what it returned
   * @throws X what it throws, as it is
   * @throws InterruptedException if the calling thread is interrupted
   */
  public <T, X extends Throwable> T call(SimEnvironment.Task<T, X> task)
      throws X, InterruptedException {
    return environment.call(task);
  }

  /**
   * Lets simulated time pass.
   *
   * @param time how much
   * @throws InterruptedException if the thread is interrupted
   */
  public void sleep(Duration time) throws InterruptedException {
    environment.sleep(time);
  }

  /**
   * Adds nodes, which join at once, but never more than there are already, and never more than a
   * thousand.
   *
   * @param count how many
   * @throws DhtException if one cannot join
   * @throws IllegalArgumentException if there would be more than a million
   * @throws InterruptedException if the thread is interrupted
   */
  public void grow(int count) throws InterruptedException {
    requireRoom(count);
    int left = count;
    while (left > 0) {
      int wave = Math.min(left, Math.clamp(up().size(), 1, MOST_JOINING));
      List<SimNode> joining =
          IntStream.range(0, wave).mapToObj(i -> create("node-", nodes, newIdentity())).toList();
      startAll(joining);
      left -= wave;
    }
  }

  /**
   * Adds one node, and returns when it has joined.
   *
   * @return the node
   * @throws InterruptedException if the thread is interrupted
   */
  public SimNode add() throws InterruptedException {
    requireRoom(1);
    SimNode node = create("node-", nodes, newIdentity());
    start(node);
    return node;
  }

  /**
   * A client of the network, which listens on nothing, and owns what nobody else does.
   *
   * @return the client, which has joined
   * @throws InterruptedException if the thread is interrupted
   */
  public SimNode client() throws InterruptedException {
    return client(newIdentity());
  }

  /**
   * A client of the network, which listens on nothing.
   *
   * @param owner who owns what is set through it; several clients may have the same
   * @return the client, which has joined
   * @throws InterruptedException if the thread is interrupted
   */
  public SimNode client(Owner owner) throws InterruptedException {
    requireRoom(1);
    SimNode client = create("client-", clients, owner);
    client.start(config(client).client(true).build());
    return client;
  }

  private void requireRoom(int count) {
    if (count > MOST_NODES - nodes.size() - clients.size()) {
      throw new IllegalArgumentException("a simulation has at most " + MOST_NODES + " nodes");
    }
  }

  private SimNode create(String prefix, List<SimNode> among, Owner identity) {
    int number = nodes.size() + clients.size();
    String name = prefix + number;
    Endpoint endpoint =
        options.internet()
            ? new Endpoint(number, name, Endpoint.onTheInternet(number))
            : new Endpoint(number, name);
    fabric.plug(endpoint);
    SimNode node =
        new SimNode(environment.host(endpoint.name), fabric, endpoint, identity, options.roaming());
    among.add(node);
    return node;
  }

  /**
   * Starts a node that is down, and returns when it has joined.
   *
   * @param node the node
   * @throws InterruptedException if the thread is interrupted
   */
  public void start(SimNode node) throws InterruptedException {
    node.start(config(node).build());
  }

  /**
   * Starts a node that is down and is told no seed: it finds back by whom it knew, as one in the
   * real world does on its data directory. Returns when it has joined, or nobody answers.
   *
   * @param node the node
   * @throws InterruptedException if the thread is interrupted
   */
  public void restart(SimNode node) throws InterruptedException {
    node.start(options.config().apply(DhtConfig.builder().identity(node.identity())).build());
  }

  /**
   * Starts several nodes at once.
   *
   * @param down nodes that are down
   * @throws InterruptedException if the thread is interrupted
   */
  public void startAll(List<SimNode> down) throws InterruptedException {
    FanOut.map(
        environment.threads("start"),
        down,
        node -> {
          start(node);
          return node;
        });
  }

  private DhtConfig.Builder config(SimNode node) {
    DhtConfig.Builder config = DhtConfig.builder().identity(node.identity());
    draw.seeds().forEach(config::seed);
    return options.config().apply(config);
  }

  /**
   * Ends all nodes at once, and everything else that still runs. Idempotent.
   *
   * @throws Violation if a node leaves anything behind
   * @throws SimulationException if something else does not end
   */
  @Override
  public void close() {
    boolean interrupted = false;
    try {
      run(this::crashAll);
    } catch (InterruptedException e) {
      interrupted = true; // they have all ended even so
    } finally {
      environment.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void crashAll() {
    Stream.concat(clients.stream(), nodes.stream())
        .filter(SimNode::isUp)
        .forEach(node -> node.crash(SimNode.Crash.MACHINE));
  }
}
