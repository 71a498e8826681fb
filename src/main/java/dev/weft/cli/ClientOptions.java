package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.kademlia.Seed;
import java.time.Duration;
import java.util.List;
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

  /**
   * Joins as a client, so that it may share the user's identity with a node that runs on this
   * machine, and with other commands.
   *
   * @throws Failure if a setting is out of range
   */
  Dht open(Surroundings surroundings) throws Failure, InterruptedException {
    DhtConfig.Builder builder =
        network
            .builder(SEEDS, JOIN_TIMEOUT)
            .client(true)
            .data(network.data.directory(surroundings))
            .operationTimeout(timeout);
    return surroundings.opener().open(NetworkOptions.build(builder));
  }
}
