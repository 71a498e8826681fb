package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.gateway.GatewayOptions;
import dev.weft.json.Json;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.kademlia.Seed;
import dev.weft.text.Words;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Confined to the main thread: runs a node until that thread is interrupted. */
@Command(
    name = "node",
    description =
        "Run a node until Ctrl-C or SIGTERM; then leave the network in order, within 5 seconds.",
    footer = {
      "",
      "Without --seed or --seed-file the node joins others that it finds on the local network,",
      "or waits for others to join it.",
      "Two lines on standard output say that it has joined, and a third where --http is served."
    })
final class NodeCommand implements Callable<Integer> {

  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(30);

  private final Surroundings surroundings;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The TCP port; 0 for any that is free. Default: 1908.")
  private int port = Seed.DEFAULT_PORT;

  @Option(
      names = "--bind",
      paramLabel = "ADDR",
      description = "The address to listen on. Default: all addresses of this machine.")
  private @Nullable String bind;

  @Option(
      names = "--advertise",
      paramLabel = "HOST[:PORT]",
      description = "Where others reach this node, if that is not the address they see.")
  private @Nullable String advertise;

  @Option(
      names = "--memory",
      description = "Keep items in memory only, and lose them when the node ends.")
  private boolean memory;

  @Option(
      names = "--max-items",
      paramLabel = "N",
      description =
          "How many items this node keeps; then what is farthest from its key goes. Default:"
              + " 100000.")
  private @Nullable Integer maxItems;

  @Option(
      names = "--max-mib",
      paramLabel = "MIB",
      description =
          "How many MiB of items this node keeps, with --memory as much of the heap. Default: 256.")
  private @Nullable Integer maxMib;

  @Option(
      names = "--crowded",
      description =
          "Know any number of nodes in one /24 or /64: for networks whose nodes are in few of them."
              + " Default: 2 in a bucket and 10 in all, but any number of private addresses.")
  private boolean crowded;

  @Option(
      names = "--no-lan",
      description =
          "Neither announce this node on the local network, nor join others that are announced"
              + " there.")
  private boolean noLan;

  @Mixin private final HttpOptions http = new HttpOptions();
  @Mixin private final NetworkOptions network = new NetworkOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  NodeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure, InterruptedException {
    DhtConfig config = config();
    GatewayOptions options = http.options(network.data.directory(surroundings));
    try (Dht dht = surroundings.opener().open(config);
        Served served = options == null ? null : Served.open(dht, options)) {
      tell(dht, served == null ? null : served.address().toString());
      Standing.keep(
          surroundings.environment(), network.data.directory(surroundings), dht::reachability);
    }
    return ExitCode.DONE;
  }

  private DhtConfig config() throws IOException, Failure {
    DhtConfig.Builder builder =
        network
            .builder(surroundings, List.of(), JOIN_TIMEOUT)
            .durable(!memory)
            .port(port)
            .lan(!noLan)
            .prefixLimits(crowded ? PrefixLimits.NONE : PrefixLimits.DEFAULT);
    network.data.configure(builder, surroundings);
    if (maxItems != null) {
      builder.maxItems(maxItems);
    }
    if (maxMib != null) {
      builder.maxBytes((long) maxMib << 20);
    }
    if (bind != null) {
      builder.bind(bind);
    }
    if (advertise != null) {
      builder.advertise(advertise);
    }
    return NetworkOptions.build(builder);
  }

  private void tell(Dht dht, @Nullable String http) {
    String address = dht.self().map(self -> Contact.written(self.address())).orElse("no address");
    if (output.json()) {
      Map<String, Object> json = Json.document();
      json.put("key", dht.owner().toString());
      json.put("address", address);
      json.put("contacts", dht.contacts());
      json.put("data", network.data.directory(surroundings).toAbsolutePath().toString());
      if (http != null) {
        json.put("http", http);
      }
      surroundings.say(Json.line(json));
    } else {
      surroundings.say("weft node " + dht.owner());
      surroundings.say("listening on " + address + ", " + Words.count(dht.contacts(), "contact"));
      if (http != null) {
        surroundings.say("HTTP at " + http);
      }
    }
  }
}
