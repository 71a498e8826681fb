package dev.weft;

import dev.weft.item.NamedItem;
import dev.weft.item.OwnedItem;
import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What differs from wire to wire in the real world. Stateless. */
interface RealWire {

  /** The name of the file of an identity. */
  String identityFile();

  /** The name of the file of the contacts that a node knew. */
  String contactsFile();

  /** The name of the file of the nodes that lied to a node. */
  String liarsFile();

  /** The name of the file of the items that a node keeps. */
  String itemsFile();

  /** How these are written there. */
  ItemFormat itemFormat();

  /**
   * The identity in a file, made if there is none.
   *
   * @param passphrase what it is encrypted with; null for none
   * @throws IOException if it can be neither read nor made; the message says why, and what to do
   */
  Owner load(Path file, char @Nullable [] passphrase) throws IOException;

  /** As {@link Wire#keyOf}. */
  default Key keyOf(Key owner, String name) {
    return NamedItem.keyOf(owner, name);
  }

  /** As {@link Habitat#newIdentity}. */
  Owner newIdentity(DhtConfig config) throws IOException;

  /**
   * What a node publishes about itself when it has joined, if that is customary.
   *
   * @param self who it is
   */
  default Optional<OwnedItem> introduction(Owner self, Instant now) {
    return Optional.empty();
  }

  /** As {@link Habitat#transport}. */
  Transport open(Environment environment, Owner self, DhtConfig config) throws IOException;
}
