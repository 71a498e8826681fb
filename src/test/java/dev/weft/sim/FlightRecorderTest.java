package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.kademlia.Key;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Java's flight recorder is told what a network does, and that changes nothing. */
@Isolated("a recording is of the whole process")
class FlightRecorderTest {

  @TempDir private Path folder;

  private static String play() throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(SimOptions.of(7, 6))) {
      network.run(
          () -> {
            Dht dht = network.dht(1);
            dht.set("name", "value");
            dht.get(network.dht(2).owner(), "no such name");
            dht.lookup(Key.of("any"));
          });
      return network.environment().traceHash();
    }
  }

  private List<RecordedEvent> recorded() throws Exception {
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      List.of("weft.Lookup", "weft.Call", "weft.StoreWrite", "weft.MailboxDelay")
          .forEach(recording::enable);
      recording.start();
      play();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }

  private static Predicate<RecordedEvent> is(String name) {
    return event -> event.getEventType().getName().equals(name);
  }

  @Test
  void everyCallOfALookupBearsItsNumber() throws Exception {
    List<RecordedEvent> events = recorded();
    RecordedEvent get =
        events.stream()
            .filter(is("weft.Lookup"))
            .filter(lookup -> lookup.getBoolean("value"))
            .findFirst()
            .orElseThrow();
    assertThat(get.getString("outcome")).isEqualTo("complete");
    assertThat(get.getString("target")).hasSize(2 * Key.BYTES);
    assertThat(get.getInt("hops")).isOne();
    assertThat(events.stream().filter(is("weft.Call")))
        .filteredOn(call -> call.getLong("trace") == get.getLong("trace"))
        .hasSize(get.getInt("messages"))
        .hasSize(5)
        .allMatch(call -> call.getString("kind").equals("find_value"))
        .allMatch(call -> call.getString("outcome").equals("answered"))
        .extracting(call -> call.getString("peer"))
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsStoredAndHowLongTheRoutingActorTakesIsTold() throws Exception {
    List<RecordedEvent> events = recorded();
    assertThat(events.stream().filter(is("weft.StoreWrite")))
        .hasSizeGreaterThan(3)
        .allMatch(write -> write.getInt("bytes") == 5)
        .allMatch(write -> write.getString("key").length() == 2 * Key.BYTES)
        .extracting(write -> write.getString("outcome"))
        .contains("Stored");
    RecordedEvent set =
        events.stream()
            .filter(is("weft.StoreWrite"))
            .filter(write -> write.getLong("trace") != 0)
            .findFirst()
            .orElseThrow();
    assertThat(events.stream().filter(is("weft.Call")))
        .as("the calls of the set whose own copy this is")
        .filteredOn(call -> call.getLong("trace") == set.getLong("trace"))
        .extracting(call -> call.getString("kind"))
        .contains("find_node", "store");
    assertThat(events.stream().filter(is("weft.MailboxDelay")))
        .anyMatch(delay -> delay.getLong("trace") != 0)
        .allMatch(delay -> delay.getInt("commands") > 0)
        .allMatch(delay -> delay.getLong("shed") == 0);
  }

  @Test
  void aRecordingChangesNothing() throws Exception {
    String hash = play();
    try (Recording recording = new Recording()) {
      recording.enable("weft.Call");
      recording.start();
      assertThat(play()).isEqualTo(hash);
    }
  }
}
