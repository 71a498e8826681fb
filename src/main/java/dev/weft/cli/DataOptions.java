package dev.weft.cli;

import dev.weft.DhtConfig;
import dev.weft.Wire;
import dev.weft.item.Owner;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Confined to the main thread: the options that say who we are. */
final class DataOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory of the identity. Default: the platform's data directory.")
  private @Nullable Path data;

  @Mixin private final WireOptions wire = new WireOptions();
  @Mixin private final PassphraseOptions passphrase = new PassphraseOptions();

  /** What the network speaks. */
  Wire wire() {
    return wire.wire();
  }

  /** The data directory in use. */
  Path directory(Surroundings surroundings) {
    return data == null ? surroundings.defaultData() : data;
  }

  /** The file of the identity in use. */
  Path identityFile(Surroundings surroundings) {
    return wire().identityFile(directory(surroundings));
  }

  /**
   * The identity in use; made where there is none yet.
   *
   * @throws IOException if it can be neither read nor made
   * @throws Failure if it takes a passphrase, and there is none
   */
  Owner identity(Surroundings surroundings) throws IOException, Failure {
    char[] secret = secret(surroundings);
    if (secret == null) {
      return wire().identity(directory(surroundings));
    }
    passphrase.warnIfClear(identityFile(surroundings), surroundings);
    return wire().identity(directory(surroundings), secret);
  }

  /**
   * Has a node or client take the directory in use, and the identity there.
   *
   * @throws IOException if the identity can be neither read nor made
   * @throws Failure if it takes a passphrase, and there is none
   */
  void configure(DhtConfig.Builder builder, Surroundings surroundings) throws IOException, Failure {
    builder.data(directory(surroundings));
    if (secret(surroundings) != null) {
      builder.identity(identity(surroundings)); // otherwise it is read when the node is opened
    }
  }

  private char @Nullable [] secret(Surroundings surroundings) throws IOException, Failure {
    if (wire() == Wire.DROGULUS) {
      if (passphrase.isFileNamed()) {
        throw Failure.usage("--passphrase-file: identities of the drogulus are not encrypted");
      }
      return null;
    }
    return passphrase.of(identityFile(surroundings), surroundings);
  }

  /** How an encrypted identity is read. */
  PassphraseOptions passphrase() {
    return passphrase;
  }

  /**
   * Checks that the identity is one of Weft's own wire.
   *
   * @throws Failure if it is not
   */
  void requireWeft() throws Failure {
    if (wire() == Wire.DROGULUS) {
      throw Failure.usage(
          "an identity of the drogulus is a file that openssl reads as it is; whoami tells where");
    }
  }
}
