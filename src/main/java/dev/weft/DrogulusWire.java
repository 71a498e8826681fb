package dev.weft;

import dev.weft.drogulus.DrogulusItem;
import dev.weft.drogulus.DrogulusItemCodec;
import dev.weft.drogulus.DrogulusOptions;
import dev.weft.drogulus.DrogulusTransport;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.drogulus.Whoami;
import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.item.OwnedItem;
import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The drogulus's wire, over TCP. Stateless. */
final class DrogulusWire implements RealWire {

  private static final ItemFormat FORMAT =
      new ItemFormat() {
        @Override
        public byte[] write(Item item) {
          return DrogulusItemCodec.encode((DrogulusItem) item); // none but these are kept
        }

        @Override
        public Item read(byte[] bytes) throws ItemException {
          return DrogulusItemCodec.read(bytes);
        }
      };

  private static final String CLIENT_FILE = "drogulus-client.pem";

  @Override
  public String identityFile() {
    return "drogulus.pem";
  }

  @Override
  public String contactsFile() {
    return "drogulus-contacts";
  }

  @Override
  public String liarsFile() {
    return "drogulus-liars";
  }

  @Override
  public String itemsFile() {
    return "drogulus-items.db";
  }

  @Override
  public ItemFormat itemFormat() {
    return FORMAT;
  }

  @Override
  public Owner load(Path file, char @Nullable [] passphrase) throws IOException {
    if (passphrase != null) {
      throw new IOException("identities of the drogulus are not encrypted; give no passphrase");
    }
    return RsaIdentity.loadOrCreate(file);
  }

  @Override
  public Key keyOf(Key owner, String name) {
    return DrogulusItem.keyOf(owner, name);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A drogulus node never forgets whom it has met. So a client is the same each time, where it
   * has a directory to remember that, rather than one more node for others to wait for in vain.
   */
  @Override
  public Owner newIdentity(DhtConfig config) throws IOException {
    return config.data().isPresent()
        ? RsaIdentity.loadOrCreate(config.data().get().resolve(CLIENT_FILE))
        : RsaIdentity.generate();
  }

  @Override
  public Transport open(Environment environment, Owner self, DhtConfig config) throws IOException {
    Library.JACKSON.require();
    return DrogulusTransport.open(environment, rsa(self), options(config));
  }

  private static RsaIdentity rsa(Owner self) throws IOException {
    if (self instanceof RsaIdentity identity) {
      return identity;
    }
    throw new IOException(self + " is an identity for another wire; the drogulus's are RSA keys");
  }

  private static DrogulusOptions options(DhtConfig config) throws IOException {
    return new DrogulusOptions(
        config.client() ? Optional.empty() : Optional.of(Addresses.bind(config)),
        advertised(config),
        config.maxConnections());
  }

  private static Optional<InetAddress> advertised(DhtConfig config) throws IOException {
    if (config.advertise().isEmpty()) {
      return Optional.empty();
    }
    InetSocketAddress address = Addresses.advertised(config.advertise().get());
    if (address.getPort() != 0 && address.getPort() != config.port()) {
      throw new IOException(
          "the drogulus dials the port that a node listens on: advertise a host without a port, or"
              + " listen on the port that you advertise");
    }
    return Optional.of(address.getAddress());
  }

  @Override
  public Optional<OwnedItem> introduction(Owner self, Instant now) {
    return self instanceof RsaIdentity identity
        ? Optional.of(Whoami.of(identity, now))
        : Optional.empty();
  }
}
