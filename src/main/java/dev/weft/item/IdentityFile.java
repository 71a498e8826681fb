package dev.weft.item;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;

/**
 * The form of an identity on disk: one line, {@code weft-identity-1} and the secret key in
 * hexadecimal, in a file that only its owner may read. Stateless.
 */
final class IdentityFile {

  private static final String HEADER = "weft-identity-1 ";
  private static final int SECRET_DIGITS = 64;
  private static final int MAX_BYTES = 1024;
  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  private IdentityFile() {}

  static byte[] read(Path file) throws IOException {
    if (isPosix(file) && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(
          "others have access to the secret key in "
              + file
              + "; forbid it with: chmod 600 "
              + file);
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = readStart(in, file);
    }
    String line = new String(bytes, US_ASCII).strip();
    String digits = line.startsWith(HEADER) ? line.substring(HEADER.length()) : "";
    if (digits.length() != SECRET_DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IOException(
          file + " holds no identity; move it away, and a new identity will be made");
    }
    return HexFormat.of().parseHex(digits);
  }

  /** Some failures, such as that this is a directory, do not say which file they are about. */
  private static byte[] readStart(InputStream in, Path file) throws IOException {
    try {
      return in.readNBytes(MAX_BYTES);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  static void create(Path file, byte[] secret) throws IOException {
    Path folder = createFolder(file);
    String line = HEADER + HexFormat.of().formatHex(secret) + "\n";
    Path draft = Files.createTempFile(folder, "identity", ".new", ownerOnly(file));
    try {
      // On the disk before it has its name: a node that was known must not lose its key.
      Files.writeString(draft, line, US_ASCII, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      publish(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** The exception for a file in its place would be taken for one about the identity itself. */
  private static Path createFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("");
    try {
      return Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(folder + " is not a directory", e);
    }
  }

  /** Gives the draft its name, unless there is a file of that name. */
  private static void publish(Path draft, Path file) throws IOException {
    try {
      // A link, unlike a rename, fails where the file is there: nobody's identity is overwritten.
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
      Files.move(draft, file);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
