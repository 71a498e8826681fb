package dev.weft.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.Wire;
import dev.weft.item.Item;
import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Confined to the main thread: the options of the commands that join as clients. */
final class ClientOptions {

  /** A node answers within milliseconds or is not there: nobody should wait long to hear so. */
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(5);

  private static final List<Seed> SEEDS = List.of(Seed.parse("127.0.0.1"));

  @Mixin private final NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "The longest that one operation may take. Default: 30s.")
  private Duration timeout = Duration.ofSeconds(30);

  Duration timeout() {
    return timeout;
  }

  /** What the network speaks. */
  Wire wire() {
    return network.data.wire();
  }

  /** Whether that is the drogulus's wire. */
  boolean isDrogulus() {
    return wire() == Wire.DROGULUS;
  }

  /** The identity that signs. */
  Owner identity(Surroundings surroundings) throws IOException, Failure {
    return network.data.identity(surroundings);
  }

  /**
   * Checks the name of an item.
   *
   * @throws Failure if no item of this wire can have it
   */
  void checkName(String name) throws Failure {
    if (isDrogulus() && !US_ASCII.newEncoder().canEncode(name)) {
      throw Failure.usage("the drogulus knows ASCII only, and the name has more: " + name);
    }
  }

  /**
   * Checks the name of an item of ours, to which something is to be done.
   *
   * @throws Failure if no item can have it
   */
  void checkOurName(String name) throws Failure {
    checkName(name);
    int bytes = name.getBytes(UTF_8).length;
    if (bytes == 0 || bytes > Item.MAX_NAME_BYTES) {
      throw Failure.usage("a name has 1 to 1024 bytes of UTF-8, and this has " + bytes);
    }
  }

  /**
   * Checks the name of a topic.
   *
   * @throws Failure if there can be no such topic
   */
  void checkTopic(String name) throws Failure {
    if (isDrogulus()) {
      throw Failure.usage("the drogulus has no topics; use Weft's own wire");
    }
    checkOurName(name);
  }

  /**
   * The key that the user means.
   *
   * @param what a key, or the name of an item
   * @param owner whose item it is, and then it is a name; null for ours
   */
  Key keyOf(String what, @Nullable Key owner, Dht dht) {
    if (owner == null && Key.looksLikeKey(what)) {
      return Key.parse(what);
    }
    return wire().keyOf(owner == null ? dht.owner() : owner, what);
  }

  /**
   * Joins as a client, so that it may share the user's identity with a node that runs on this
   * machine, and with other commands.
   *
   * @throws IOException if the identity can be neither read nor made
   * @throws Failure if a setting is out of range, or the identity's passphrase is missing
   */
  Dht open(Surroundings surroundings) throws IOException, Failure, InterruptedException {
    DhtConfig.Builder builder =
        network.builder(surroundings, SEEDS, JOIN_TIMEOUT).client(true).operationTimeout(timeout);
    network.data.configure(builder, surroundings);
    return surroundings.opener().open(NetworkOptions.build(builder));
  }
}
