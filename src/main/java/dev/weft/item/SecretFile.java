package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  private static final int MOST_KEPT = 99;

  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  private SecretFile() {}

  /**
   * {@return the text in a file, up to 16 KiB of it; or a new one, which is written there first,
   * readable by its owner only} All that call this at once get the same.
   *
   * @param file where it is kept
   * @param made makes the text of a new file
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

  /**
   * {@return the text in a file, up to 16 KiB of it}
   *
   * @param file where it is kept
   * @throws NoSuchFileException if there is none
   * @throws IOException if the file cannot be read, or can be read by others; the message says
   *     which, and what to do
   */
  public static String read(Path file) throws IOException {
    if (isPosix(file) && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(
          "others have access to the secret in " + file + "; forbid it with: chmod 600 " + file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(readStart(in, file), UTF_8);
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

  /**
   * Writes text to a new file, readable by its owner only.
   *
   * @param file where it is to be kept; nothing may be there yet
   * @param text what is to be kept
   * @throws FileAlreadyExistsException if there is a file of that name, which stays as it is
   * @throws IOException if the file cannot be written; then there is none
   */
  public static void create(Path file, String text) throws IOException {
    Path draft = draft(file);
    try {
      fill(draft, text);
      publish(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Writes text in place of that in a file, which is kept beside it.
   *
   * @param file where it is to be kept
   * @param text what is to be kept
   * @return where it is kept: under the file's name and {@code .old}, with a number where there is
   *     such a file
   * @throws IOException if that cannot be done; then the file is as it was
   */
  public static Path replace(Path file, String text) throws IOException {
    Path draft = draft(file);
    try {
      fill(draft, text);
      Path kept = keep(file);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      return kept;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path keep(Path file) throws IOException {
    for (int number = 1; number <= MOST_KEPT; number++) {
      Path name = file.resolveSibling(file.getFileName() + ".old" + (number == 1 ? "" : number));
      try {
        keep(file, name);
        return name;
      } catch (FileAlreadyExistsException taken) {
        // On to the next number.
      }
    }
    throw new IOException(
        MOST_KEPT + " old files are kept beside " + file + "; move away what you do not need");
  }

  private static void keep(Path file, Path name) throws IOException {
    try {
      Files.createLink(name, file);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
      Files.copy(file, name, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static Path draft(Path file) throws IOException {
    return Files.createTempFile(createFolder(file), "secret", ".new", ownerOnly(file));
  }

  /** On the disk before it has its name: a node that was known must not lose its key. */
  private static void fill(Path draft, String text) throws IOException {
    Files.writeString(draft, text, UTF_8, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
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
