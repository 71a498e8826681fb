package dev.weft;

import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import java.io.IOException;
import java.nio.file.Path;

/** The language in which nodes speak to each other; a network has one. */
public enum Wire {
  /** Weft's own: binary messages, identities and items signed with Ed25519. */
  WEFT,

  /**
   * The drogulus's of 2015: messages in JSON, each sealed with RSA. Its nodes and Weft's make one
   * network. It needs {@code tools.jackson.core:jackson-core} on the class path.
   */
  DROGULUS;

  /** What neighbours are told that a node speaks. */
  String name(boolean secure) {
    return switch (this) {
      case WEFT -> secure ? "weft/1" : "weft/1 insecure";
      case DROGULUS -> "drogulus";
    };
  }

  /** How nodes of the real world speak it. */
  RealWire real() {
    return switch (this) {
      case WEFT -> new WeftWire();
      case DROGULUS -> new DrogulusWire();
    };
  }

  /**
   * {@return the key of an owner's item}
   *
   * @param owner the owner's key
   * @param name the item's name
   */
  public Key keyOf(Key owner, String name) {
    return real().keyOf(owner, name);
  }

  /**
   * {@return the file of the identity in a data directory}
   *
   * @param directory where a node keeps what it has to keep
   */
  public Path identityFile(Path directory) {
    return directory.resolve(real().identityFile());
  }

  /**
   * {@return the identity in a data directory, made if there is none} Needs no lock: a node and its
   * clients may share it.
   *
   * @param directory where the file is, which is {@link #identityFile}
   * @throws IOException if it can be neither read nor made; the message says why, and what to do
   */
  public Owner identity(Path directory) throws IOException {
    return DataDirectory.identity(directory, this, null);
  }

  /**
   * {@return the identity in a data directory that may be encrypted, made and encrypted if there is
   * none; to be given to a node by {@link DhtConfig.Builder#identity}}
   *
   * @param directory where the file is, which is {@link #identityFile}
   * @param passphrase not looked at where there is an identity in the clear; no copy of it is kept
   * @throws IOException if it can be neither read nor made, is encrypted with another passphrase,
   *     or is for the drogulus, whose identities are not encrypted; the message says why
   */
  public Owner identity(Path directory, char[] passphrase) throws IOException {
    return DataDirectory.identity(directory, this, passphrase);
  }
}
