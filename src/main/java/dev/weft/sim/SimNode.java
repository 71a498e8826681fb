package dev.weft.sim;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.item.Item;
import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Handler;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One simulated machine with one node on it, which can be started, stopped, and treated badly.
 * Confined to the scheduler's thread: to be used within {@link SimNetwork#run}.
 *
 * <p>The node keeps its identity and its address when it is started anew, and finds on its disk
 * what it kept, and whom it knew. Whatever ends it checks that it has left no thread and no call
 * behind.
 */
public final class SimNode {

  /** How a node may end without a good-bye. */
  public enum Crash {
    /** The process dies: others are told at once that nobody listens any more. */
    PROCESS,
    /** The machine goes: calls to it are never answered. */
    MACHINE
  }

  private final HostEnvironment environment;
  private final Fabric fabric;
  private final Endpoint endpoint;
  private final Owner identity;
  private final Machine machine;
  private @Nullable Dht dht;
  private @Nullable Lie lie;

  /**
   * @param roaming whether it notices when it moves
   */
  SimNode(
      HostEnvironment environment,
      Fabric fabric,
      Endpoint endpoint,
      Owner identity,
      boolean roaming) {
    this.environment = environment;
    this.fabric = fabric;
    this.endpoint = endpoint;
    this.identity = identity;
    this.machine = new Machine(environment, fabric, endpoint, roaming, this::honestOrNot);
  }

  /** {@return the number by which it was made, from 0} */
  public int number() {
    return endpoint.number;
  }

  /** {@return its name, as in a transcript} */
  public String name() {
    return endpoint.name;
  }

  /** {@return who it is} */
  public Owner identity() {
    return identity;
  }

  /** {@return how others reach it, while it is up} */
  public Contact contact() {
    return new Contact(identity.key(), endpoint.address);
  }

  /** {@return whether it has been started, and not ended since} */
  public boolean isUp() {
    return dht != null;
  }

  /**
   * {@return the node's own interface}
   *
   * @throws IllegalStateException if it is not up
   */
  public Dht dht() {
    if (dht == null) {
      throw new IllegalStateException(endpoint + " is down");
    }
    return dht;
  }

  /** {@return how many items it keeps, up or down} */
  public int items() {
    SimDisk disk = disk();
    return disk == null ? 0 : disk.content().size();
  }

  /**
   * {@return what it keeps under a key, up or down}
   *
   * @param key the key
   */
  public Optional<Item> held(Key key) {
    SimDisk disk = disk();
    return disk == null ? Optional.empty() : disk.content().get(key);
  }

  /**
   * {@return the items of which it keeps a replica, up or down; copies that it has cached are not
   * these}
   */
  public List<Item> replicas() {
    SimDisk disk = disk();
    return disk == null ? List.of() : disk.content().scan(null, Integer.MAX_VALUE);
  }

  /**
   * {@return whether it keeps this version of an item, up or down}
   *
   * @param item the item
   */
  public boolean holds(Item item) {
    return held(item.key()).filter(item::sameVersion).isPresent();
  }

  /** What it keeps its items on; another one when the first was lost, and null before the start. */
  @Nullable SimDisk disk() {
    return machine.disk();
  }

  /** How much it has to do and to hold; it must be up. */
  Load load() {
    Port open = Objects.requireNonNull(machine.transport());
    ItemStore store = Objects.requireNonNull(disk()).content();
    int threads = environment.host().threads();
    return new Load(open.calls(), open.requests(), threads, store.size(), store.bytes());
  }

  /** {@return whether its threads stand still} */
  public boolean isFrozen() {
    return environment.host().isFrozen();
  }

  /** {@return how many requests have come to it since it was started} */
  public long received() {
    Port transport = machine.transport();
    return transport == null ? 0 : transport.received();
  }

  /** Starts the node, and returns when it has joined, as {@link Dht#open(DhtConfig)} does. */
  void start(DhtConfig config) throws InterruptedException {
    endpoint.gone(false);
    collude();
    dht = Dht.open(config, machine);
  }

  /**
   * Ends the node at once; what it was keeping stays on its disk.
   *
   * @param how whether it goes with its machine, or only its process ends
   * @throws IllegalStateException if it is not up
   */
  public void crash(Crash how) {
    endpoint.gone(how == Crash.MACHINE);
    end(dht()::abort);
  }

  /**
   * Has the node leave in good order.
   *
   * @throws IllegalStateException if it is not up
   */
  public void leave() {
    end(dht()::close);
  }

  private void end(Runnable how) {
    dht = null;
    fabric.accomplices().remove(contact());
    thaw();
    how.run();
    Load left = load();
    if (left.threads() + left.calls() + left.requests() > 0) {
      List<Strand> threads = environment.host().living();
      throw new Violation(endpoint + " has ended and left behind " + left + " " + threads);
    }
  }

  /** Forgets all that the node kept, and whom it knew. It must be down. */
  public void loseDisk() {
    if (isUp()) {
      throw new IllegalStateException(endpoint + " is up: a disk is lost when a node is down");
    }
    machine.loseDisk();
  }

  /** Stops every thread of the node where it is, as though the machine slept. Its clock goes on. */
  public void freeze() {
    environment.host().freeze();
  }

  /** Ends the freeze. */
  public void thaw() {
    environment.thaw();
  }

  /**
   * Takes the machine into another network, where it has another address, and nobody is at the old
   * one any more; to be used where Weft's own wire is spoken. The node notices, and cannot say
   * good-bye, if the network is {@linkplain SimOptions#roaming made so}.
   */
  public void move() {
    fabric.move(endpoint);
    machine.moved();
  }

  /**
   * Has nobody be able to connect to the machine any more, or everybody again: as behind a router
   * that forwards no port. What it asks is answered.
   *
   * @param shielded whether nobody can
   */
  public void shield(boolean shielded) {
    endpoint.shielded(shielded);
  }

  /**
   * Sets the node's time of day wrong: by a positive time where it is fast.
   *
   * @param skew how wrong; zero, the default, where it is right
   */
  public void skew(Duration skew) {
    environment.skew(skew);
  }

  /**
   * From now on the node answers others with lies.
   *
   * @param how in which way
   */
  public void lie(Lie how) {
    beHonest();
    lie = how;
    collude();
  }

  private void collude() {
    if (lie == Lie.COLLUSION) {
      fabric.accomplices().add(contact());
    }
  }

  /** From now on the node answers as it should. */
  public void beHonest() {
    lie = null;
    fabric.accomplices().remove(contact());
  }

  /** {@return how the node lies, if it does} */
  public Optional<Lie> lie() {
    return Optional.ofNullable(lie);
  }

  /** {@return whether the node lies} */
  public boolean isLiar() {
    return lie != null;
  }

  private Handler honestOrNot(Handler honest) {
    return lie == null ? honest : lie.over(honest, environment, fabric.accomplices());
  }

  @Override
  public String toString() {
    return name();
  }
}
