package dev.weft;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Seed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node keeps on disk between runs: {@code identity}, {@code contacts} (one a line, as a seed
 * is written) and {@code lock}, which keeps two nodes apart. Used by one thread at a time.
 */
final class DataDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final int MOST_CONTACTS = 10_000;

  private final Path directory;
  private final FileChannel lock;

  private DataDirectory(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** The identity in a directory, made if there is none; for clients, which lock nothing. */
  static Identity identity(Path directory) throws IOException {
    return Identity.loadOrCreate(directory.resolve("identity"));
  }

  /**
   * Takes a directory for a node, and makes it if need be.
   *
   * @throws IOException if it cannot be used, or another node uses it
   */
  static DataDirectory open(Path directory) throws IOException {
    FileChannel channel = lockFile(directory);
    try {
      if (channel.tryLock() != null) {
        return new DataDirectory(directory, channel);
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("the lock is held by this very process", e);
    }
    channel.close();
    throw new IOException(
        "another node runs on the data directory "
            + directory
            + "; stop it, or give this one a directory of its own");
  }

  private static FileChannel lockFile(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
      return FileChannel.open(
          directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException(
          "the data directory "
              + directory
              + " cannot be used ("
              + e
              + "); make it one that this user can write to, or name another",
          e);
    }
  }

  Identity identity() throws IOException {
    return identity(directory);
  }

  /** The contacts of the last run; lines that cannot be read are left out. */
  List<Contact> contacts() throws IOException {
    Path file = directory.resolve("contacts");
    List<Contact> contacts = new ArrayList<>();
    if (Files.exists(file)) {
      try (var lines = Files.lines(file, UTF_8)) {
        lines.limit(MOST_CONTACTS).forEach(line -> read(line, contacts));
      }
    }
    return contacts;
  }

  private static void read(String line, List<Contact> contacts) {
    try {
      Seed seed = Seed.parse(line);
      contacts.add(new Contact(seed.key().orElseThrow(), seed.resolve()));
    } catch (IOException | RuntimeException e) {
      LOG.warn("a line of the known contacts cannot be read, and is left out: {}", line);
    }
  }

  /** Writes the contacts down, all or, where that fails, none: then the earlier ones remain. */
  void save(List<Contact> contacts) {
    String lines = contacts.stream().map(DataDirectory::line).collect(Collectors.joining("\n"));
    try {
      Path draft = directory.resolve("contacts.new");
      Files.writeString(draft, lines);
      Files.move(
          draft,
          directory.resolve("contacts"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("the known contacts could not be saved in {}: {}", directory, e.toString());
    }
  }

  private static String line(Contact contact) {
    String host = contact.address().getAddress().getHostAddress();
    return contact.key()
        + "@"
        + (host.indexOf(':') < 0 ? host : "[" + host + "]")
        + ":"
        + contact.address().getPort();
  }

  /** Leaves the directory to others. Idempotent. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("the lock of {} could not be released: {}", directory, e.toString());
    }
  }
}
