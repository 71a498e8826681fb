package dev.weft.item;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/** A small file of text that only its owner may read: where secret keys are kept. Stateless. */
public final class SecretFile {

  /** The most that is read of a file; no secret of ours is as long. */
  private static final int MAX_BYTES = 16 * 1024;

  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  private SecretFile() {}

  /**
   * The text in a file, up to 16 KiB of it; or a new one, which is written there first, readable by
   * its owner only. All that call this at once get the same.
   *
   * @param made makes the text of a new file, in ASCII
   * @throws IOException if the file cannot be read or written, or can be read by others; the
   *     message says which, and what to do
   */
  public static String readOrCreate(Path file, Supplier<String> made) throws IOException {
    try {
      return read(file);
    } catch (NoSuchFileException absent) {
      String text = made.get();
      try {
        create(file, text);
        return text;
      } catch (FileAlreadyExistsException someoneElseWasFaster) {
        return read(file);
      }
    }
  }

  private static String read(Path file) throws IOException {
    if (isPosix(file) && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(
          "others have access to the secret key in "
              + file
              + "; forbid it with: chmod 600 "
              + file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(readStart(in, file), US_ASCII);
    }
  }

  /** Some failures, such as that this is a directory, do not say which file they are about. */
  private static byte[] readStart(InputStream in, Path file) throws IOException {
    try {
      return in.readNBytes(MAX_BYTES);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  static void create(Path file, String text) throws IOException {
    Path folder = createFolder(file);
    Path draft = Files.createTempFile(folder, "secret", ".new", ownerOnly(file));
    try {
      // On the disk before it has its name: a node that was known must not lose its key.
      Files.writeString(draft, text, US_ASCII, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      publish(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** The exception for a file in its place would be taken for one about the file itself. */
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
      // A link, unlike a rename, fails where the file is there: nobody's secret is overwritten.
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
