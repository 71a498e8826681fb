package dev.weft.sim;

import dev.weft.kademlia.Contact;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts what is sent, and shows it to a watcher. Confined to the scheduler's thread. */
final class Meter {

  private static final class Tally {
    private long messages;
    private long bytes;
  }

  private final Scheduler scheduler;
  private final Function<Contact, String> names;
  private final Map<MessageKind, Tally> tallies = new EnumMap<>(MessageKind.class);
  private @Nullable Consumer<Passage> watcher;

  /**
   * @param names how contacts are called where they are shown
   */
  Meter(Scheduler scheduler, Function<Contact, String> names) {
    this.scheduler = scheduler;
    this.names = names;
    for (MessageKind kind : MessageKind.values()) {
      tallies.put(kind, new Tally());
    }
  }

  /** From now on somebody is told of every message; null for nobody. */
  void watch(@Nullable Consumer<Passage> watcher) {
    this.watcher = watcher;
  }

  /** What was sent so far. */
  Map<MessageKind, Traffic> traffic() {
    Map<MessageKind, Traffic> traffic = new EnumMap<>(MessageKind.class);
    tallies.forEach((kind, tally) -> traffic.put(kind, new Traffic(tally.messages, tally.bytes)));
    return traffic;
  }

  /** A message is sent. */
  void note(MessageKind kind, String from, String to, Object content, boolean lost) {
    tally(kind).messages++;
    scheduler.trace().mix(kind.name().hashCode() + 31L * from.hashCode() + 961L * to.hashCode());
    if (watcher != null) {
      Duration at = Duration.ofNanos(scheduler.now());
      watcher.accept(new Passage(at, from, to, kind, text(kind, content), lost));
    }
  }

  /** A message of which it has been noted that it was sent has arrived, or has been lost. */
  void weigh(MessageKind kind, int length) {
    tally(kind).bytes += length;
    scheduler.trace().mix(length);
  }

  private Tally tally(MessageKind kind) {
    return Objects.requireNonNull(tallies.get(kind));
  }

  private String text(MessageKind kind, Object content) {
    return switch (content) {
      case Request.FindNode(var target) -> kind + " " + target.abbreviated();
      case Request.FindValue(var key) -> kind + " " + key.abbreviated();
      case Request.Store store -> kind + " " + store.item().key().abbreviated();
      case Response.Nodes(var contacts) ->
          Stream.concat(Stream.of(kind.toString()), contacts.stream().map(names))
              .collect(Collectors.joining(" "));
      case Response.Refused(RefusalCode code, String reason) -> kind + " " + code;
      default -> kind.toString();
    };
  }
}
