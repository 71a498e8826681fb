package dev.weft.item;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.spec.InvalidKeySpecException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The form of an identity on disk: the private key as PKCS#8 in PEM, which openssl reads and
 * writes, in a {@link SecretFile}, and encrypted where there is a passphrase. What Weft wrote
 * before, one line of {@code weft-identity-1} and the secret in hexadecimal, is read as well.
 * Stateless.
 */
public final class IdentityFile {

  private static final String FIRST_FORM = "weft-identity-1 ";
  private static final int SECRET_DIGITS = 64;

  private IdentityFile() {}

  /** The secret in a file, or a new one, which is written there first. */
  static byte[] readOrCreate(Path file, char @Nullable [] passphrase, Supplier<byte[]> made)
      throws IOException {
    String text = SecretFile.readOrCreate(file, () -> Pkcs8.write(made.get(), check(passphrase)));
    return secret(file, text, passphrase, "move it away, and a new identity will be made");
  }

  /**
   * Whether it takes a passphrase to read the identity in a file.
   *
   * @param file where an identity is, or is to be
   * @return false, too, if there is no such file
   * @throws IOException if it cannot be read, or can be read by others; the message says what to do
   */
  public static boolean isEncrypted(Path file) throws IOException {
    return Files.exists(file) && Pkcs8.isEncrypted(SecretFile.read(file));
  }

  /**
   * {@return the text of a file of the same identity, which may be encrypted otherwise}
   *
   * @param file an Ed25519 key as Weft keeps it, or any as PKCS#8 in PEM; encrypted, if it is, by
   *     PBES2 with PBKDF2 and AES in CBC mode
   * @param passphrase of the file; not looked at where that is in the clear
   * @param other the passphrase to encrypt with; empty for none
   * @throws IOException if the file cannot be read, holds no such key, is encrypted with another
   *     passphrase, or can be read by others; the message says which, and what to do
   * @throws IllegalArgumentException if the other passphrase is empty
   */
  public static String encode(Path file, Optional<char[]> passphrase, Optional<char[]> other)
      throws IOException {
    String remedy = "it takes an Ed25519 key as of: openssl genpkey -algorithm ed25519 -out FILE";
    return Pkcs8.write(
        secret(file, SecretFile.read(file), passphrase.orElse(null), remedy),
        check(other.orElse(null)));
  }

  private static char @Nullable [] check(char @Nullable [] passphrase) {
    if (passphrase != null && passphrase.length == 0) {
      throw new IllegalArgumentException("an empty passphrase protects nothing");
    }
    return passphrase;
  }

  /**
   * @param remedy what to do where the file holds no identity
   */
  static byte[] secret(Path file, String text, char @Nullable [] passphrase, String remedy)
      throws IOException {
    try {
      return text.startsWith(FIRST_FORM) ? firstForm(text) : Pkcs8.read(text, passphrase);
    } catch (InvalidKeySpecException e) {
      throw new IOException(file + " holds no identity (it " + e.getMessage() + "); " + remedy, e);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " " + e.getMessage(), e);
    }
  }

  private static byte[] firstForm(String text) throws InvalidKeySpecException {
    String digits = text.substring(FIRST_FORM.length()).strip();
    if (digits.length() != SECRET_DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw new InvalidKeySpecException("holds not the 64 digits of a secret");
    }
    return HexFormat.of().parseHex(digits);
  }
}
