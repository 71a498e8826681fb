package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Dht;
import dev.weft.DhtException.NotStored;
import dev.weft.Expected;
import dev.weft.SetReport;
import dev.weft.drogulus.DrogulusItem;
import dev.weft.drogulus.JsonValue;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Confined to the main thread: stores one value. */
@Command(
    name = "set",
    description = "Store a value under a name of ours, or under its own hash.",
    customSynopsis = {
      "weft set [OPTIONS] NAME VALUE",
      "       weft set [OPTIONS] NAME --file FILE",
      "       weft set [OPTIONS] --wire drogulus --json-value NAME JSON",
      "       weft set [OPTIONS] NAME -              (the value is read from standard input)",
      "       weft set [OPTIONS] --content FILE      (prints the key)"
    },
    footer = {
      "",
      "A value that looks like an option is written after --, as in: set NAME -- --file"
    })
final class SetCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Surroundings surroundings;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The item's name.")
  private @Nullable String name;

  @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "Its value.")
  private @Nullable String value;

  @Option(names = "--file", paramLabel = "FILE", description = "Take the value from a file.")
  private @Nullable String file;

  @Option(
      names = "--content",
      paramLabel = "FILE",
      description = "Store the file under the hash of what it holds.")
  private @Nullable String content;

  @Option(
      names = "--json-value",
      description =
          "The value is JSON of any kind, and not text; with --wire drogulus, which keeps JSON.")
  private boolean isJson;

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      description = "How long the item lives, at most 30d. Default: 24h.")
  private Duration timeToLive = Duration.ofHours(24);

  @Option(
      names = "--if-version",
      paramLabel = "N|none",
      description =
          "Only if this is the newest version that is there, or if there is none. Of two who do so"
              + " at the same time, both may succeed: then the later version stays.")
  private @Nullable Expected expected;

  @Mixin private final ClientOptions client = new ClientOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  SetCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure, InterruptedException {
    checkTimeToLive(timeToLive);
    checkWire();
    if (content == null) {
      setNamed();
    } else {
      setContent(content);
    }
    return ExitCode.DONE;
  }

  private void checkWire() throws Failure {
    if (isJson && !client.isDrogulus()) {
      throw Failure.usage("--json-value needs --wire drogulus: Weft's own nodes keep bytes");
    }
    if (expected != null && (content != null || isJson)) {
      throw Failure.usage("--if-version is for text under a name, not for content or JSON");
    }
    if (content != null && client.isDrogulus()) {
      throw Failure.usage("the drogulus keeps nothing without an owner and a name; give a NAME");
    }
  }

  private void setNamed() throws IOException, Failure, InterruptedException {
    if (name == null) {
      throw Failure.usage("the name is missing");
    }
    if ((value == null) == (file == null)) {
      throw Failure.usage("give a VALUE, or - for standard input, or --file FILE");
    }
    client.checkOurName(name);
    byte[] bytes = value == null ? read(String.valueOf(file)) : argument(value);
    checkValue(bytes);
    Optional<DrogulusItem> signed =
        client.isDrogulus() ? Optional.of(sign(name, bytes)) : Optional.empty();
    try (Dht dht = client.open(surroundings)) {
      output.tell(set(dht, name, bytes, signed), surroundings);
      dht.flush(client.timeout());
    } catch (NotStored e) {
      output.tellOfFailure(e.report(), surroundings);
      throw e;
    }
  }

  private SetReport set(Dht dht, String name, byte[] bytes, Optional<DrogulusItem> signed)
      throws InterruptedException {
    if (expected != null) {
      return dht.set(name, bytes, expected, timeToLive, client.timeout());
    }
    return signed.isPresent()
        ? dht.store(signed.get(), client.timeout())
        : dht.set(name, bytes, timeToLive, client.timeout());
  }

  /** Done before anything is opened, as it shows what the drogulus cannot carry. */
  private DrogulusItem sign(String name, byte[] bytes) throws IOException, Failure {
    RsaIdentity owner = (RsaIdentity) client.identity(surroundings);
    Instant now = surroundings.environment().now();
    String text = new String(bytes, UTF_8);
    try {
      JsonValue json = isJson ? JsonValue.parse(text) : JsonValue.of(text);
      return owner.sign(name, json, NamedItem.versionAt(now), now.plus(timeToLive));
    } catch (IllegalArgumentException e) {
      throw Failure.usage((isJson ? "not as JSON: " : "") + e.getMessage());
    }
  }

  private void setContent(String source) throws IOException, Failure, InterruptedException {
    if (name != null || file != null) {
      throw Failure.usage("--content FILE takes neither a name nor another value");
    }
    byte[] bytes = read(source);
    checkValue(bytes);
    try (Dht dht = client.open(surroundings)) {
      SetReport report = dht.put(bytes, timeToLive, client.timeout());
      if (!output.json()) {
        // The key alone, so that it can be put into a variable.
        surroundings.say(report.item().key().toString());
        surroundings.note(Reports.text(report));
      } else {
        output.tell(report, surroundings);
      }
      dht.flush(client.timeout());
    } catch (NotStored e) {
      output.tellOfFailure(e.report(), surroundings);
      throw e;
    }
  }

  private byte[] argument(String text) throws IOException {
    return text.equals(STANDARD_INPUT) ? read(text) : text.getBytes(UTF_8);
  }

  /** Reads no more than is needed to see that it is too much. */
  private byte[] read(String source) throws IOException {
    int enough = longest() + 1;
    if (source.equals(STANDARD_INPUT)) {
      return surroundings.in().readNBytes(enough);
    }
    try (InputStream in = Files.newInputStream(Path.of(source))) {
      return in.readNBytes(enough);
    }
  }

  private int longest() {
    return client.isDrogulus() ? DrogulusItem.MAX_VALUE_BYTES : Item.MAX_VALUE_BYTES;
  }

  static void checkTimeToLive(Duration timeToLive) throws Failure {
    if (timeToLive.compareTo(SHORTEST) < 0) {
      throw Failure.usage("--ttl is at least 1ms");
    }
    if (timeToLive.compareTo(Item.MAX_TIME_TO_LIVE) > 0) {
      throw Failure.usage("--ttl is at most 30d; items that are to live longer are set again");
    }
  }

  private void checkValue(byte[] value) throws Failure {
    if (value.length > longest()) {
      throw Failure.usage(
          "a value has at most %d KiB (%d bytes), and this has more"
              .formatted(longest() >> 10, longest()));
    }
  }
}
