package dev.weft;

import dev.weft.item.Owner;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import java.io.IOException;
import java.nio.file.Path;

/** The drogulus's wire. Stateless. */
final class DrogulusWire implements RealWire {

  @Override
  public String identityFile() {
    return "drogulus-identity.pem";
  }

  @Override
  public Owner load(Path file) throws IOException {
    throw new IOException("not yet");
  }

  @Override
  public Owner newIdentity(DhtConfig config) throws IOException {
    throw new IOException("not yet");
  }

  @Override
  public Transport open(Environment environment, Owner self, DhtConfig config) throws IOException {
    throw new IOException("not yet");
  }
}
