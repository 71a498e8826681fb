package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;

/** Whatever is in a file, an identity is read from it or it is said that there is none. */
public final class IdentityFileFuzz {

  private static final Path FILE = Path.of("identity");

  private IdentityFileFuzz() {}

  /** The text of a file, without the passphrase if it is encrypted. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    byte[] secret;
    try {
      secret = IdentityFile.secret(FILE, new String(bytes, UTF_8), null, "");
    } catch (IOException e) {
      return;
    }
    if (secret.length != Identity.PUBLIC_KEY_BYTES) {
      throw new IllegalStateException("a secret of " + secret.length + " bytes");
    }
  }
}
