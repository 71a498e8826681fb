package dev.weft.sim;

import dev.weft.DhtConfig;
import dev.weft.Habitat;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lan.Interfaces;
import dev.weft.routing.Notes;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a simulated node lives in, from start to start. Confined to the scheduler's thread. */
final class Machine implements Habitat {

  private final HostEnvironment environment;
  private final Fabric fabric;
  private final Endpoint endpoint;
  private final boolean roaming;
  private final UnaryOperator<Handler> character;
  private final SimInterfaces interfaces;
  private SimNotes notes = new SimNotes();
  private @Nullable SimDisk disk;
  private @Nullable Port transport;

  /**
   * @param roaming whether the node notices when it moves
   * @param character what becomes of the node's answers
   */
  Machine(
      HostEnvironment environment,
      Fabric fabric,
      Endpoint endpoint,
      boolean roaming,
      UnaryOperator<Handler> character) {
    this.environment = environment;
    this.fabric = fabric;
    this.endpoint = endpoint;
    this.roaming = roaming;
    this.character = character;
    this.interfaces = new SimInterfaces(endpoint);
  }

  /** What the node keeps its items on; null before it was started first, or when that is lost. */
  @Nullable SimDisk disk() {
    return disk;
  }

  /** What the node was started with last; null before that. */
  @Nullable Port transport() {
    return transport;
  }

  /** Forgets what was written down. */
  void loseDisk() {
    disk = null;
    notes = new SimNotes();
  }

  /** Has the node notice that the machine's address is another one. */
  void moved() {
    interfaces.changed();
  }

  @Override
  public Environment environment() {
    return environment;
  }

  @Override
  public Owner newIdentity(DhtConfig config) {
    return SimNetwork.identity(config.wire(), environment.random());
  }

  @Override
  public Notes notes(DhtConfig config) {
    return config.client() ? Notes.NONE : notes;
  }

  @Override
  public Transport transport(Owner self, DhtConfig config) {
    Port opened = self instanceof RsaIdentity rsa ? drogulus(rsa, config) : weft(self, config);
    transport = opened;
    return opened;
  }

  private Port weft(Owner self, DhtConfig config) {
    Caller caller = config.client() ? Caller.client(self.key()) : Caller.node(at(self));
    SimTransport opened = new SimTransport(environment, fabric, endpoint, caller, character);
    if (roaming) {
      opened.roam();
    }
    return opened;
  }

  private Port drogulus(RsaIdentity self, DhtConfig config) {
    return new SimDrogulus(
        environment,
        fabric,
        endpoint,
        self,
        config.maxConnections(),
        config.client() ? null : at(self),
        character);
  }

  @Override
  public Optional<Interfaces> interfaces() {
    return roaming ? Optional.of(interfaces) : Optional.empty();
  }

  @Override
  public ItemStore store(Key self, DhtConfig config) {
    if (disk == null) {
      disk = new SimDisk(new MemoryItemStore(environment, self, config.storeOptions()));
    }
    return disk.open();
  }

  private Contact at(Owner self) {
    return new Contact(self.key(), endpoint.address);
  }
}
