package dev.weft.item;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
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

  private IdentityFile() {}

  static byte[] read(Path file) throws IOException {
    if (isPosix()) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ)) {
        throw new IOException(
            "others can read the secret key in " + file + "; forbid it with: chmod 600 " + file);
      }
    }
    byte[] bytes;
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      bytes = Channels.newInputStream(in).readNBytes(MAX_BYTES);
    }
    String line = new String(bytes, US_ASCII).strip();
    String digits = line.startsWith(HEADER) ? line.substring(HEADER.length()) : "";
    if (digits.length() != SECRET_DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IOException(
          file + " holds no identity; move it away, and a new identity will be made");
    }
    return HexFormat.of().parseHex(digits);
  }

  static void create(Path file, byte[] secret) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    String line = HEADER + HexFormat.of().formatHex(secret) + "\n";
    Path draft = Files.createTempFile(folder, "identity", ".new", ownerOnly());
    try {
      try (SeekableByteChannel out = Files.newByteChannel(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(US_ASCII));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      // A link, unlike a rename, fails where the file is there: nobody's identity is overwritten.
      Files.createLink(file, draft);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
