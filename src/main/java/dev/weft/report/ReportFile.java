package dev.weft.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a file in one piece. Stateless. */
final class ReportFile {

  private ReportFile() {}

  static void write(Path file, String text) throws IOException {
    try {
      // A link stays one, and what it leads to is replaced.
      replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), text);
    } catch (IOException e) {
      throw new IOException("the report cannot be written to " + file + " (" + e + ")", e);
    }
  }

  private static void replace(Path file, String text) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is there, and is not a file"); // perhaps a device
    }
    Path folder = Files.createDirectories(file.resolveSibling(""));
    Path draft = Files.createTempFile(folder, "report", ".new", readable(folder));
    try {
      // On the disk before it has its name: a power failure must not leave an empty file.
      Files.write(draft, text.getBytes(UTF_8), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Temporary files are their owner's alone; this one is for those who may see the user's others.
   */
  private static FileAttribute<?>[] readable(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"))
        }
        : new FileAttribute<?>[0];
  }
}
