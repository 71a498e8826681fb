package dev.weft;

import dev.weft.item.Identity;
import dev.weft.item.Owner;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemFormat;
import dev.weft.tcp.TcpLimits;
import dev.weft.tcp.TcpOptions;
import dev.weft.tcp.TcpTransport;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Weft's own wire, over TCP. Stateless. */
final class WeftWire implements RealWire {

  @Override
  public String identityFile() {
    return "identity";
  }

  @Override
  public String contactsFile() {
    return "contacts";
  }

  @Override
  public String liarsFile() {
    return "liars";
  }

  @Override
  public String itemsFile() {
    return "items.db";
  }

  @Override
  public ItemFormat itemFormat() {
    return ItemFormat.WEFT;
  }

  @Override
  public Owner load(Path file, char @Nullable [] passphrase) throws IOException {
    return passphrase == null
        ? Identity.loadOrCreate(file)
        : Identity.loadOrCreate(file, passphrase);
  }

  @Override
  public Owner newIdentity(DhtConfig config) {
    return Identity.generate();
  }

  @Override
  public Transport open(Environment environment, Owner self, DhtConfig config) throws IOException {
    if (self instanceof Identity identity) {
      return TcpTransport.open(environment, identity, options(config));
    }
    throw new IOException(self + " is an identity for another wire; set the wire that it is for");
  }

  private static TcpOptions options(DhtConfig config) throws IOException {
    return new TcpOptions(
        config.client() ? null : Addresses.bind(config),
        config.advertise().isPresent() ? Addresses.advertised(config.advertise().get()) : null,
        config.network(),
        "weft",
        config.secure(),
        TcpLimits.DEFAULT.withConnections(config.maxConnections()));
  }
}
