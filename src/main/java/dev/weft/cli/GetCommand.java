package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.Freshness;
import dev.weft.Wire;
import dev.weft.drogulus.Whoami;
import dev.weft.item.Item;
import dev.weft.json.Json;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Confined to the main thread: fetches one value. */
@Command(
    name = "get",
    description = "Write a value to standard output, as it is, and nothing else.")
final class GetCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|KEY",
      description = "The item's name, or the 128 hexadecimal digits of any item's key.")
  private @Nullable String what;

  @Mixin private final OwnerOption owner = new OwnerOption();

  @Option(
      names = "--whois",
      paramLabel = "KEY",
      description =
          "What the node with this key says about itself, instead of an item; with --wire drogulus,"
              + " whose nodes do.")
  private @Nullable Key whois;

  @Option(
      names = "--newest",
      description = "Ask all nodes that may hold it, and take the newest version.")
  private boolean newest;

  @Option(
      names = "--explain",
      description =
          "Say on standard error who was asked, what each said, and why it ended: why there is no"
              + " value, say.")
  private boolean explain;

  @Mixin private final ClientOptions client = new ClientOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  GetCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure, InterruptedException {
    Query query = query();
    try (Dht dht = client.open(surroundings)) {
      Freshness freshness = newest ? Freshness.NEWEST : Freshness.FIRST;
      Optional<? extends Item> item = explain ? explained(query, dht) : query.fetch(dht, freshness);
      tell(item.orElseThrow(() -> new Failure(ExitCode.NOT_FOUND, "not found: " + query.what())));
    }
    return ExitCode.DONE;
  }

  /** Does what a get does, in sight. */
  private Optional<Item> explained(Query query, Dht dht) throws Failure, InterruptedException {
    LookupResult result;
    try {
      result = dht.search(query.keyOf(dht, client.wire()), query.timeout(), Lookups.UNWATCHED);
    } catch (DhtException e) {
      surroundings.note(e.explain());
      throw e;
    }
    surroundings.note(result.explain());
    return switch (result) {
      case LookupResult.Found found -> Optional.of(found.item()).filter(one -> !one.isTombstone());
      case LookupResult.Closest closest when closest.complete() -> Optional.empty();
      case LookupResult.Closest closest ->
          throw new Failure(
              ExitCode.NETWORK, "the time passed before all of the closest nodes had answered");
    };
  }

  /**
   * What is asked for.
   *
   * @param what as the user wrote it
   * @param key of the item; null where it is named
   */
  private record Query(String what, @Nullable Key key, @Nullable Key owner, Duration timeout) {
    Key keyOf(Dht dht, Wire wire) {
      return key == null ? wire.keyOf(owner == null ? dht.owner() : owner, what) : key;
    }

    Optional<? extends Item> fetch(Dht dht, Freshness freshness) throws InterruptedException {
      return key == null
          ? dht.get(owner == null ? dht.owner() : owner, what, freshness, timeout)
          : dht.find(key, freshness, timeout);
    }
  }

  private Query query() throws Failure {
    if (whois != null) {
      return whois(whois);
    }
    if (what == null) {
      throw Failure.usage("the name or the key is missing");
    }
    if (explain && newest) {
      throw Failure.usage("--explain tells how the first version is found: leave --newest away");
    }
    client.checkName(what);
    boolean isKey = owner.key() == null && Key.looksLikeKey(what);
    return new Query(what, isKey ? Key.parse(what) : null, owner.key(), client.timeout());
  }

  private Query whois(Key node) throws Failure {
    if (what != null || owner.key() != null) {
      throw Failure.usage("--whois KEY takes neither a name nor an owner");
    }
    if (!client.isDrogulus()) {
      throw Failure.usage("--whois needs --wire drogulus: Weft's own nodes say nothing of that");
    }
    return new Query(node.toString(), Whoami.keyOf(node), null, client.timeout());
  }

  private void tell(Item item) throws IOException {
    if (output.json()) {
      surroundings.say(Json.line(Json.itemAndValue(item)));
      return;
    }
    if (output.verbose()) {
      surroundings.note(item.toString());
    }
    surroundings.write(item.value());
    if (surroundings.terminal()) {
      surroundings.say(""); // or the shell's prompt would stand behind the value
    }
  }
}
