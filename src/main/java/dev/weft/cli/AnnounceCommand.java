package dev.weft.cli;

import dev.weft.AnnounceReport;
import dev.weft.Dht;
import dev.weft.DhtException.NotAnnounced;
import dev.weft.item.Announcement;
import dev.weft.json.Json;
import dev.weft.json.TopicJson;
import dev.weft.kademlia.Contact;
import dev.weft.text.Words;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Confined to the main thread: announces us under a topic until that thread is interrupted. */
@Command(
    name = "announce",
    description =
        "Be found under a topic until Ctrl-C or SIGTERM; then withdraw, within 5 seconds.",
    footer = {
      "",
      "It is announced again each quarter of an hour, or after half of --ttl. One",
      "identity is announced once under a topic: to announce again, from wherever,",
      "replaces that. Another --data has another identity."
    })
final class AnnounceCommand implements Callable<Integer> {

  private static final int LAST_PORT = 65_535;

  private final Surroundings surroundings;

  @Parameters(paramLabel = "NAME", description = "The topic: the same for all who are to meet.")
  private String name = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where a service of ours listens. Without it no address is announced.")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description =
          "The host that it listens on. Default: the address of this machine from which other nodes"
              + " are reached.")
  private @Nullable String host;

  @Option(
      names = "--meta",
      paramLabel = "KEY=VALUE",
      description =
          "What else there is to know; may be given several times, for 1024 bytes in all.")
  private List<String> meta = List.of();

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      description =
          "For how long we are found when we have ended without a good-bye, 1m to 1d. Default: 1h.")
  private Duration timeToLive = Duration.ofHours(1);

  @Mixin private final ClientOptions client = new ClientOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  AnnounceCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure, InterruptedException {
    client.checkTopic(name);
    checkTimeToLive();
    byte[] payload = Metadata.payload(meta);
    Optional<InetSocketAddress> given = given();
    try (Dht dht = client.open(surroundings)) {
      Optional<InetSocketAddress> address = port == null || host != null ? given : own(dht, port);
      tell(dht.announce(name, address, payload, timeToLive, client.timeout()));
      Shutdown.await(this);
    } catch (NotAnnounced e) {
      tellOfFailure(e.report());
      throw e;
    }
    return ExitCode.DONE;
  }

  private void checkTimeToLive() throws Failure {
    if (timeToLive.compareTo(Announcement.MIN_TIME_TO_LIVE) < 0
        || timeToLive.compareTo(Announcement.MAX_TIME_TO_LIVE) > 0) {
      throw Failure.usage("--ttl is from 1m to 1d; what is announced is renewed until Ctrl-C");
    }
  }

  /** The address that the user names, checked before anything is opened. */
  private Optional<InetSocketAddress> given() throws Failure {
    if (port != null && (port < 1 || port > LAST_PORT)) {
      throw Failure.usage("--port is from 1 to 65535, and this is " + port);
    }
    if (host == null) {
      return Optional.empty();
    }
    if (port == null) {
      throw Failure.usage("--host needs --port: where on that host?");
    }
    try {
      var address = new InetSocketAddress(InetAddress.getByName(host), port);
      if (!Contact.isPlausible(address)) {
        throw Failure.usage("nobody can be reached at " + host + "; name one address of the host");
      }
      return Optional.of(address);
    } catch (UnknownHostException e) {
      throw Failure.usage("there is no host named " + host + " to announce");
    }
  }

  private static Optional<InetSocketAddress> own(Dht dht, int port) throws Failure {
    InetAddress own =
        OwnAddress.among(dht.routing().contacts(), OwnAddress::from)
            .orElseThrow(
                () -> Failure.usage("this machine's address cannot be told; name it by --host"));
    return Optional.of(new InetSocketAddress(own, port));
  }

  private void tell(AnnounceReport report) {
    surroundings.say(
        output.json()
            ? Json.line(TopicJson.report(report))
            : String.join(System.lineSeparator(), lines(report)));
  }

  private void tellOfFailure(AnnounceReport report) {
    if (output.json()) {
      tell(report);
    } else {
      report.objections().forEach(surroundings::note);
    }
  }

  private List<String> lines(AnnounceReport report) {
    Announcement.Terms terms = report.record().terms();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: announced %s, kept by %s, in %s"
            .formatted(
                Words.oneLine(name),
                terms.address().map(Contact::written).orElse("without an address"),
                Words.count(report.copies(), "node"),
                Words.duration(report.took())));
    lines.add("  owner " + report.record().owner());
    meta.forEach(line -> lines.add("  meta " + Words.oneLine(line)));
    report.objections().forEach(line -> lines.add("  " + line));
    terms
        .address()
        .filter(_ -> host == null)
        .ifPresent(address -> lines.add("  " + hint(address.getAddress())));
    lines.add("Ctrl-C withdraws it.");
    return lines;
  }

  private static String hint(InetAddress own) {
    return own.isLoopbackAddress()
        ? "that address is for this machine alone, as all known nodes are on it; --host names"
            + " another"
        : "that is the address from which other nodes are reached; --host names another";
  }
}
