package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.Subscription;
import dev.weft.Update;
import dev.weft.item.Provider;
import dev.weft.json.Json;
import dev.weft.json.TopicJson;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Gathering;
import dev.weft.text.Words;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Confined to the main thread: shows who is announced under a topic. */
@Command(
    name = "providers",
    description = "Show who is announced under a topic.",
    footer = {
      "",
      "A line says: where, or -; the owner's key; whether a node that keeps the",
      "record has found the owner's node at that host, which it never does for weft",
      "announce, as that is no node; since when; and what else was announced."
    })
final class ProvidersCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "NAME", description = "The topic.")
  private String name = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many are enough, 1 to 10000. Default: as many as there are.")
  private @Nullable Integer limit;

  @Option(
      names = "--watch",
      description =
          "Go on until Ctrl-C: show each new announcement, and each that is withdrawn, as it"
              + " comes.")
  private boolean watch;

  @Mixin private final ClientOptions client = new ClientOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  ProvidersCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure, InterruptedException {
    client.checkTopic(name);
    int most = limit();
    try (Dht dht = client.open(surroundings)) {
      if (watch) {
        follow(dht);
      } else {
        list(dht, most);
      }
    }
    return ExitCode.DONE;
  }

  private int limit() throws Failure {
    if (limit == null) {
      return Gathering.MOST;
    }
    if (watch) {
      throw Failure.usage("--watch shows all that come: leave --limit away");
    }
    if (limit < 1 || limit > Gathering.MOST) {
      throw Failure.usage("--limit is from 1 to " + Gathering.MOST + ", and this is " + limit);
    }
    return limit;
  }

  private void list(Dht dht, int most) throws Failure, InterruptedException {
    List<Provider> found = dht.providers(name, most, client.timeout());
    if (found.isEmpty()) {
      throw new Failure(ExitCode.NOT_FOUND, "nobody is announced under " + name);
    }
    Instant now = surroundings.environment().now();
    found.forEach(
        one ->
            surroundings.say(
                output.json() ? Json.line(TopicJson.provider(one, now)) : line(one, now)));
  }

  private void follow(Dht dht) {
    try (Subscription<Update<Provider>> updates = dht.watchProviders(name)) {
      for (Optional<Update<Provider>> next = updates.take();
          next.isPresent();
          next = updates.take()) {
        tell(next.get());
      }
    } catch (InterruptedException e) {
      return; // Ctrl-C is how it ends
    }
  }

  private void tell(Update<Provider> update) {
    Instant now = surroundings.environment().now();
    if (output.json()) {
      Map<String, Object> json = TopicJson.provider(update.value(), now);
      json.put("skipped", update.skipped());
      surroundings.say(Json.line(json));
    } else {
      surroundings.say(line(update.value(), now));
    }
  }

  private String line(Provider one, Instant now) {
    Key owner = one.owner();
    String state = one.checked() ? "checked" : "unchecked";
    return Words.format(
            "%-21s  %s  %-9s  %s ago  %s",
            one.address().map(Contact::written).orElse("-"),
            output.verbose() ? owner : owner.abbreviated(),
            one.announcement().isWithdrawn() ? "withdrawn" : state,
            age(one.age(now)),
            Metadata.oneLine(one.payload()))
        .stripTrailing();
  }

  /** To the second, minute or hour. */
  private static String age(Duration age) {
    if (age.toMinutes() == 0) {
      return age.toSeconds() + " s";
    }
    return age.toHours() == 0 ? age.toMinutes() + " min" : age.toHours() + " h";
  }
}
