package dev.weft;

import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.lan.Interfaces;
import dev.weft.lan.Lan;
import dev.weft.routing.Notes;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import java.io.IOException;
import java.util.Optional;

/**
 * What a node lives in: time and threads, a network, and a place to keep items. {@link
 * Dht#open(DhtConfig)} opens a node in the real world; with a habitat of its own, a simulator runs
 * the very same node elsewhere. Safe for use by any number of threads, and may be shared by any
 * number of nodes.
 *
 * <p>What it opens belongs to the node, which closes it. For each node that is opened, {@link
 * #notes}, {@link #transport}, {@link #store} and {@link #lan} are called once each, in this order.
 * An {@link IOException} becomes {@link DhtException.CannotOpen}, with the same message, so that
 * says what to do.
 */
public interface Habitat {

  /**
   * {@return the real world: sockets, and items in memory or in the data directory} For those who
   * want to watch it, or change a part.
   *
   * @param environment its time, threads and chance
   */
  static Habitat real(Environment environment) {
    return new RealHabitat(environment);
  }

  /** {@return time, threads and chance; the same each time} */
  Environment environment();

  /**
   * {@return a new identity: for a node whose configuration names neither one nor a data directory,
   * where it would be kept; and for what a client is to others}
   *
   * @param config says for which wire
   * @throws IOException if there is none to be had
   */
  Owner newIdentity(DhtConfig config) throws IOException;

  /**
   * Opens what the node knew of others when it ran before. In the real world they are in the data
   * directory, which is locked for as long as they are open, so that no other node runs on it.
   *
   * @param config a node that has no data directory remembers nobody, nor does a client
   * @return the notes, which the node closes
   * @throws IOException if they cannot be opened, as by another node that runs; then nothing stays
   *     open
   */
  Notes notes(DhtConfig config) throws IOException;

  /**
   * Opens the network.
   *
   * @param self who the node is to others
   * @param config says where it listens; a {@linkplain DhtConfig#client client} listens on nothing,
   *     and its transport has no {@linkplain Transport#self contact}
   * @return the transport, which the node closes
   * @throws IOException if it cannot be opened; then nothing stays open
   */
  Transport transport(Owner self, DhtConfig config) throws IOException;

  /**
   * {@return the local networks in which the node is to meet others by itself; none unless a
   * habitat has some}
   *
   * @param config says whether it {@linkplain DhtConfig#lan wants} that
   * @throws IOException if that cannot be; then nothing stays open
   */
  default Lan lan(DhtConfig config) throws IOException {
    return Lan.NONE;
  }

  /**
   * {@return the addresses of the machine, for a node that is to notice when they change; empty
   * unless a habitat has some}
   */
  default Optional<Interfaces> interfaces() {
    return Optional.empty();
  }

  /**
   * Opens where the node keeps items.
   *
   * @param self the node's place in the network: what is far from it goes first
   * @param config has the limits
   * @return the store, which the node closes
   * @throws IOException if it cannot be opened; then nothing stays open
   */
  ItemStore store(Key self, DhtConfig config) throws IOException;
}
