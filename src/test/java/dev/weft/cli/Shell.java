package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.AnnounceReport;
import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.SetReport;
import dev.weft.item.Announcement;
import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Reachability;
import dev.weft.rpc.RefusalCode;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import dev.weft.runtime.RealEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Runs the command line as a shell would, over a node that a test has scripted. */
final class Shell {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final Identity ALICE = Identity.fromSecret(new byte[32]);

  private static final String IDENTITY = "weft-identity-1 " + "00".repeat(32) + "\n";

  final Dht dht = mock(Dht.class);
  final List<DhtConfig> opened = new ArrayList<>();
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final Map<String, String> variables = new HashMap<>();
  final Properties properties = new Properties();
  final Path home;

  PrintStream printed = new PrintStream(out, false, UTF_8);
  InputStream in = InputStream.nullInputStream();
  boolean terminal;
  Prompt prompt = question -> null;
  Opener opener =
      config -> {
        opened.add(config);
        return dht;
      };

  /** A shell of Alice's. */
  Shell(Path home) throws IOException {
    this.home = home;
    properties.setProperty("user.home", home.toString());
    properties.setProperty("os.name", "Linux");
    when(dht.owner()).thenReturn(ALICE.key());
    when(dht.reachability())
        .thenReturn(new Reachability(Reachability.State.UNKNOWN, Optional.empty(), "nobody asked"));
    Path data = Files.createDirectories(home.resolve(".local/share/weft"));
    Path identity = Files.writeString(data.resolve("identity"), IDENTITY);
    Files.setPosixFilePermissions(identity, PosixFilePermissions.fromString("rw-------"));
  }

  int run(String... args) {
    return WeftCommand.run(surroundings(), args);
  }

  Surroundings surroundings() {
    return new Surroundings(
        in,
        printed,
        new PrintStream(err, false, UTF_8),
        terminal,
        prompt,
        variables,
        properties,
        new SecondHand(),
        opener);
  }

  void input(String text) {
    in = new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }

  static Contact contact(String name, int port) {
    return new Contact(Key.of(name), new InetSocketAddress("127.0.0.1", port));
  }

  static NamedItem named(String name, String value) {
    return NamedItem.sign(ALICE, name, value.getBytes(UTF_8), 7, NOW);
  }

  static NamedItem tombstone(String name) {
    return NamedItem.tombstone(ALICE, name, 8, NOW);
  }

  static ContentItem content(String value) {
    return ContentItem.of(value.getBytes(UTF_8), NOW);
  }

  static SetReport stored(Item item) {
    return new SetReport(
        item,
        false,
        List.of(contact("a", 4711)),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        1,
        Duration.ofMillis(34));
  }

  static SetReport refused(Item item) {
    return new SetReport(
        item,
        false,
        List.of(),
        List.of(new SetReport.Refusal(contact("a", 4711), RefusalCode.FULL, "no\nroom\u001b[31m")),
        List.of(contact("b", 4712)),
        List.of(),
        Optional.empty(),
        2,
        Duration.ofMillis(34));
  }

  static Announcement announcement(
      Optional<InetSocketAddress> address, String payload, boolean withdrawn) {
    var terms =
        new Announcement.Terms(
            Announcement.topic("printers"),
            address,
            payload.getBytes(UTF_8),
            NamedItem.versionAt(NOW.minusSeconds(12)),
            NOW.plusSeconds(3_600),
            withdrawn);
    return Announcement.sign(ALICE, terms);
  }

  static AnnounceReport announced(Announcement record) {
    List<Contact> stored = List.of(contact("a", 4711), contact("b", 4712));
    return new AnnounceReport(record, false, stored, List.of(), List.of(), Duration.ofMillis(34));
  }

  /** A clock that moves on by a second whenever somebody looks. */
  private static final class SecondHand implements Environment {
    private final Environment real = new RealEnvironment();
    private final AtomicLong seconds = new AtomicLong();

    @Override
    public long nanoTime() {
      return Duration.ofSeconds(seconds.incrementAndGet()).toNanos();
    }

    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      real.sleep(duration);
    }

    @Override
    public ThreadFactory threads(String name) {
      return real.threads(name);
    }

    @Override
    public <T> Promise<T> promise() {
      return real.promise();
    }

    @Override
    public RandomGenerator random() {
      return real.random();
    }
  }
}
