package dev.weft.cli;

import dev.weft.DhtConfig;
import dev.weft.kademlia.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Confined to the main thread: the options that say which network to join, and as whom. */
final class NetworkOptions {

  @Mixin final DataOptions data = new DataOptions();

  @Option(
      names = "--seed",
      paramLabel = "[KEY@]HOST[:PORT]",
      description =
          "A node to join the network through; may be given several times. Default for all"
              + " commands but node: 127.0.0.1:1908.")
  private List<Seed> seeds = List.of();

  @Option(
      names = "--seed-file",
      paramLabel = "FILE",
      description =
          "Nodes to join through: a seed a line, as for --seed. With --wire drogulus a peers.json,"
              + " which whoami --peers makes.")
  private @Nullable Path seedFile;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "The network's name. Default: weft.")
  private String network = "weft";

  @Mixin private final InsecureOption insecure = new InsecureOption();

  @Option(
      names = "--join-timeout",
      paramLabel = "DURATION",
      description =
          "How long to go on asking while no seed answers. Default: 30s for a node, 5s otherwise.")
  private @Nullable Duration joinTimeout;

  @Option(
      names = "--paths",
      paramLabel = "D",
      description =
          "By how many paths that share no node each lookup goes, so that liars lead some of them"
              + " astray and not all: 4 to 8 where many lie, which takes as many times the"
              + " messages. Default: 1.")
  private int paths = 1;

  /**
   * A configuration to which a command adds what is its own.
   *
   * @throws Failure if the file of seeds is of no use
   */
  DhtConfig.Builder builder(
      Surroundings surroundings, List<Seed> seedsByDefault, Duration joinTimeoutByDefault)
      throws Failure {
    DhtConfig.Builder builder =
        DhtConfig.builder()
            .wire(data.wire())
            .network(network)
            .secure(insecure.secure())
            .paths(paths);
    List<Seed> named = new ArrayList<>(seeds);
    if (seedFile != null) {
      named.addAll(SeedFile.read(seedFile, data.wire(), surroundings));
    }
    (named.isEmpty() ? seedsByDefault : named).forEach(builder::seed);
    return builder.joinTimeout(joinTimeout == null ? joinTimeoutByDefault : joinTimeout);
  }

  /** Builds the configuration, and says in the user's terms which setting is out of range. */
  static DhtConfig build(DhtConfig.Builder builder) throws Failure {
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }
}
