package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.RpcException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lookup says who was asked, what each said, and why it ended. */
class ExplanationTest {

  private static final Key TARGET = Key.of("target");
  private static final Instant LATER = Instant.ofEpochSecond(9);
  private static final Duration TOOK = Duration.ofMillis(40);
  private static final Step HAS_NOTHING = step(1, new Step.Outcome.Nodes(20, 12), false);
  private static final Step SILENT =
      step(2, new Step.Outcome.Failed(new RpcException.Timeout("too\nlate")), true);

  private static Contact contact(int number) {
    return new Contact(
        Key.of("node " + number),
        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 2000 + number));
  }

  private static Step step(int peer, Step.Outcome outcome, boolean hedge) {
    return new Step(contact(peer), 1, 7, Duration.ofMillis(12), TOOK, hedge, outcome);
  }

  private static LookupResult.Closest closest(boolean complete, int answered, Step... trace) {
    List<Contact> closest = answered == 0 ? List.of() : List.of(contact(1));
    return new LookupResult.Closest(TARGET, closest, List.of(), complete, TOOK, List.of(trace));
  }

  private static LookupResult found(Item item) {
    Step step = step(1, new Step.Outcome.Value(item), false);
    return new LookupResult.Found(TARGET, item, contact(1), List.of(), TOOK, List.of(step));
  }

  @Test
  void aGetThatCameBackEmptyIsExplainedByWhatEachNodeSaid() {
    assertThat(closest(true, 1, HAS_NOTHING, SILENT).explain().lines())
        .containsExactly(
            "looking for " + TARGET,
            HAS_NOTHING.line(),
            SILENT.line(),
            "ended as the closest nodes that are there have all answered, and none gave a value",
            "the 1 closest node (asked 2 nodes over 1 hop in 40 ms)",
            "            %-30s    0 bits".formatted(contact(1)));
    assertThat(HAS_NOTHING.line()).endsWith("   20 nodes, 12 new");
    assertThat(SILENT.line()).endsWith("   failed: too late (asked as another was slow)");
  }

  @Test
  void whoMayHoldItAndDidNotAnswerIsNamed() {
    var missing =
        new LookupResult.Closest(
            TARGET, List.of(), List.of(contact(3)), true, TOOK, List.of(SILENT));
    assertThat(missing.explain().lines())
        .contains(
            "ended as nobody who was asked answered",
            "among the closest, if it is there, is " + contact(3) + ", which did not answer");
  }

  @Test
  void theEndHasItsReason() {
    assertThat(closest(false, 1, SILENT).explain().lines())
        .contains("ended as its time was over, before all of the closest nodes had answered");
    assertThat(closest(true, 0).explain().lines())
        .contains("ended before it began, as no other node is known");
    assertThat(found(ContentItem.of(new byte[3], LATER)).explain().lines())
        .contains("ended as a value was found")
        .anyMatch(line -> line.endsWith("   the value, 3 bytes"));
  }

  @Test
  void aTombstoneIsToldFromAValue() {
    Identity owner = Identity.fromSecret(new byte[32]);
    assertThat(found(NamedItem.tombstone(owner, "name", 8, LATER)).explain().lines())
        .contains("ended as the item was found to be deleted")
        .anyMatch(line -> line.endsWith("   that it was deleted"));
  }

  @Test
  void doubtsAreNotKeptBack() {
    var doubtful =
        new LookupResult.Closest(
            TARGET,
            List.of(contact(1)),
            List.of(),
            true,
            TOOK,
            List.of(),
            List.of(1, 0),
            new LookupResult.Crowd(30, List.of(contact(4))));
    assertThat(doubtful.explain().lines())
        .contains(
            "2 paths; of the closest they had heard of 1, 0",
            "1 path led astray",
            "30 nodes too close to be true; beyond: " + contact(4));
    assertThat(closest(true, 1).doubts()).isEmpty();
  }
}
