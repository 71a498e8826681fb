package dev.weft;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.routing.Liar;
import dev.weft.routing.Notes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Used by one thread at a time: what a node keeps on disk between runs. Its identity, its contacts
 * and those that lied to it, each in a file that has another name for each {@link Wire}; the
 * contacts one a line, written {@code KEY@ADDRESS:PORT}, and the liars likewise, {@code KEY UNTIL},
 * where the time is as of ISO 8601; and {@code lock}, which keeps two nodes apart for as long as
 * the first is open, and no longer, however it ends.
 */
final class DataDirectory implements Notes {

  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

  /** Many more than a routing table holds. */
  private static final int MOST_BYTES = 4 << 20;

  private final Path directory;
  private final Path contacts;
  private final Path liars;
  private final FileChannel lock;

  private DataDirectory(Path directory, Wire wire, FileChannel lock) {
    this.directory = directory;
    this.contacts = directory.resolve(wire.real().contactsFile());
    this.liars = directory.resolve(wire.real().liarsFile());
    this.lock = lock;
  }

  /**
   * As {@link Wire#identity}.
   *
   * @throws IOException if it cannot be read or made; the message says why, and what to do
   */
  static Owner identity(Path directory, Wire wire, char @Nullable [] passphrase)
      throws IOException {
    try {
      return wire.real().load(wire.identityFile(directory), passphrase);
    } catch (FileSystemException e) {
      throw unusable(directory, e);
    }
  }

  /**
   * Takes a directory for a node, and makes it if need be.
   *
   * @throws IOException if it cannot be used, or another node uses it; the message says what to do
   */
  static DataDirectory open(Path directory, Wire wire) throws IOException {
    FileChannel channel;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unusable(directory, e);
    }
    return hold(directory, wire, channel);
  }

  /** Takes a directory by the open file that stands for it; where that fails, closes it. */
  static DataDirectory hold(Path directory, Wire wire, FileChannel channel) throws IOException {
    try {
      lock(channel, directory);
      return new DataDirectory(directory, wire, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(FileChannel channel, Path directory) throws IOException {
    boolean locked;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false; // held by this very process
    } catch (IOException e) {
      throw unusable(directory, e);
    }
    if (!locked) {
      throw new IOException(
          "another node runs on the data directory "
              + directory
              + "; stop it, or give this one a directory of its own");
    }
  }

  private static IOException unusable(Path directory, IOException e) {
    return new IOException(
        "the data directory "
            + directory
            + " cannot be used ("
            + e
            + "); make it one that this user can write to, or name another",
        e);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Lines that cannot be read are left out, and so is everything where the file cannot be: a
   * node can do without.
   */
  @Override
  public List<Contact> contacts() {
    return read(contacts, DataDirectory::contact);
  }

  /** {@inheritDoc} What cannot be read is left out, as of the contacts. */
  @Override
  public List<Liar> liars() {
    return read(liars, DataDirectory::liar);
  }

  private static <T> List<T> read(Path file, Function<String, T> parser) {
    List<T> all = new ArrayList<>();
    if (Files.exists(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        for (String line : new String(in.readNBytes(MOST_BYTES), UTF_8).lines().toList()) {
          try {
            all.add(parser.apply(line));
          } catch (IllegalArgumentException | NoSuchElementException | DateTimeException e) {
            LOG.warn("a line of {} cannot be read, and is left out: {}", file, line);
          }
        }
      } catch (IOException e) {
        LOG.warn("{} cannot be read, and is done without: {}", file, e.toString());
      }
    }
    return all;
  }

  private static Contact contact(String line) {
    Seed seed = Seed.parse(line);
    // Not a name: looking up thousands could take minutes.
    InetAddress address = InetAddress.ofLiteral(seed.host());
    return new Contact(seed.key().orElseThrow(), new InetSocketAddress(address, seed.port()));
  }

  private static Liar liar(String line) {
    int space = line.indexOf(' ');
    return new Liar(
        Key.parse(line.substring(0, Math.max(0, space))), Instant.parse(line.substring(space + 1)));
  }

  /**
   * Writes the contacts down, all or, where that fails, none: then the earlier ones remain. They
   * remain, too, where there are none: a node that has lost sight of everybody will want to find
   * them again.
   */
  @Override
  public void save(List<Contact> known) {
    if (!known.isEmpty()) {
      write(contacts, known, DataDirectory::line);
    }
  }

  @Override
  public void saveLiars(List<Liar> ignored) {
    write(liars, ignored, liar -> liar.key() + " " + liar.until());
  }

  private static <T> void write(Path file, List<T> all, Function<T, String> line) {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      // On the disk before it has its name: a power failure must not leave an empty file.
      Files.writeString(
          draft,
          all.stream().map(line).collect(Collectors.joining("\n")),
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} could not be written, and stays as it was: {}", file, e.toString());
    }
  }

  private static String line(Contact contact) {
    return contact.key() + "@" + Contact.written(contact.address());
  }

  /** {@inheritDoc} Leaves the directory to other nodes. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("the lock of {} could not be released: {}", directory, e.toString());
    }
  }
}
