package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ContentItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeterTest {

  private static final Key KEY = Key.of("a");
  private static final Contact CONTACT = new Contact(KEY, new Endpoint(3, "node-3").address);

  private final Scheduler scheduler = new Scheduler(new SplittableRandom(1), 1_000, 1);
  private final Meter meter = new Meter(scheduler, contact -> "node-3");
  private final List<String> seen = new ArrayList<>();

  private void send(Request request) {
    meter.note(MessageKind.of(request), "a", "b", request, false);
    meter.weigh(MessageKind.of(request), 100);
  }

  private void send(Response response) {
    meter.note(MessageKind.of(response), "b", "a", response, true);
    meter.weigh(MessageKind.of(response), 10);
  }

  @Test
  void messagesAndBytesAreCountedByKindAndLostOnesToo() {
    send(new Request.Ping());
    send(new Request.Ping());
    send(new Response.Pong());
    assertThat(meter.traffic())
        .containsEntry(MessageKind.PING, new Traffic(2, 200))
        .containsEntry(MessageKind.PONG, new Traffic(1, 10))
        .containsEntry(MessageKind.STORE, Traffic.NONE)
        .hasSize(MessageKind.values().length);
  }

  @Test
  void trafficAddsUpAndCanBeTakenApart() {
    Traffic one = new Traffic(1, 10);
    Traffic three = one.plus(new Traffic(2, 20));
    assertThat(three).isEqualTo(new Traffic(3, 30));
    assertThat(three.minus(one)).isEqualTo(new Traffic(2, 20));
  }

  @Test
  void aWatcherIsShownOneLineForEachMessageUntilThereIsNone() {
    meter.watch(passage -> seen.add(passage.toString()));
    var item = ContentItem.of(new byte[1], SimEnvironment.START);
    send(new Request.Ping());
    send(new Request.Leave());
    send(new Request.FindNode(KEY));
    send(new Request.FindValue(KEY));
    send(new Request.Store(item));
    send(new Request.Store(item, Duration.ofSeconds(1)));
    send(new Response.Nodes(List.of(CONTACT, CONTACT)));
    send(new Response.Values(List.of(item)));
    send(new Response.Stored());
    send(new Response.Refused(RefusalCode.FULL, "no room"));
    meter.watch(null);
    send(new Request.Ping());
    String key = KEY.abbreviated();
    String itemKey = item.key().abbreviated();
    assertThat(seen)
        .containsExactly(
            "0.000000 a -> b PING",
            "0.000000 a -> b LEAVE",
            "0.000000 a -> b FIND_NODE " + key,
            "0.000000 a -> b FIND_VALUE " + key,
            "0.000000 a -> b STORE " + itemKey,
            "0.000000 a -> b CACHE " + itemKey,
            "0.000000 b -> a NODES node-3 node-3 (lost)",
            "0.000000 b -> a VALUES (lost)",
            "0.000000 b -> a STORED (lost)",
            "0.000000 b -> a REFUSED FULL (lost)");
  }

  @Test
  void aPassageShowsSecondsAndMicroseconds() {
    Duration at = Duration.ofSeconds(12).plusNanos(345_678_999);
    var passage = new Passage(at, "node-3", "node-7", MessageKind.PING, "PING", false);
    assertThat(passage).hasToString("12.345678 node-3 -> node-7 PING");
  }

  @Test
  void whatIsSentChangesTheTrace() {
    send(new Request.Ping());
    long one = scheduler.trace().value();
    send(new Request.Ping());
    assertThat(scheduler.trace().value()).isNotEqualTo(one);
  }
}
