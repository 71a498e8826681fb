package dev.weft.item;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * The form of an identity on disk: one line, {@code weft-identity-1} and the secret key in
 * hexadecimal, in a {@link SecretFile}. Stateless.
 */
final class IdentityFile {

  private static final String HEADER = "weft-identity-1 ";
  private static final int SECRET_DIGITS = 64;

  private IdentityFile() {}

  /** The secret in a file, or a new one, which is written there first. */
  static byte[] readOrCreate(Path file, Supplier<byte[]> made) throws IOException {
    String text =
        SecretFile.readOrCreate(file, () -> HEADER + HexFormat.of().formatHex(made.get()) + "\n");
    String line = text.strip();
    String digits = line.startsWith(HEADER) ? line.substring(HEADER.length()) : "";
    if (digits.length() != SECRET_DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IOException(
          file + " holds no identity; move it away, and a new identity will be made");
    }
    return HexFormat.of().parseHex(digits);
  }
}
