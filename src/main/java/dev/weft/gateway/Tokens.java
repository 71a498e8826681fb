package dev.weft.gateway;

import dev.weft.item.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What those show who write through a gateway from elsewhere. Stateless. */
public final class Tokens {

  private static final String FILE = "http-token";
  private static final int BYTES = 32;

  private Tokens() {}

  /**
   * {@return where a node's token is kept}
   *
   * @param data the data directory
   */
  public static Path file(Path data) {
    return data.resolve(FILE);
  }

  /**
   * {@return the token in a data directory; a new one is made where there is none}
   *
   * @param data the data directory
   * @throws IOException if it cannot be read or made, or can be read by others; the message says
   *     which, and what to do
   */
  public static String of(Path data) throws IOException {
    Path file = file(data);
    String token = SecretFile.readOrCreate(file, Tokens::make).strip();
    if (token.isEmpty()) {
      throw new IOException("there is no token in " + file + "; delete it, and one will be made");
    }
    return token;
  }

  private static String make() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes) + "\n";
  }
}
