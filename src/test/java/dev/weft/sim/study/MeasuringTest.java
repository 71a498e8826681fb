package dev.weft.sim.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.SetReport;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Environment;
import dev.weft.runtime.RealEnvironment;
import dev.weft.sim.SimNode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every get and lookup counts as what it was. */
class MeasuringTest {

  private static final Instant EXPIRY = Instant.parse("2030-01-01T00:00:00Z");
  private static final Item ITEM = ContentItem.of(new byte[] {1}, EXPIRY);
  private static final Item OTHER = ContentItem.of(new byte[] {2}, EXPIRY);

  private final Environment environment = new RealEnvironment();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Population population = new Population();
  private final Remarks remarks = new Remarks(() -> Duration.ofMillis(3_723_004));
  private final Goods goods = new Goods(population, remarks, random);
  private final Measuring measuring =
      new Measuring(environment, population, goods, remarks, random);
  private final SimNode node = mock(SimNode.class);
  private final Dht dht = mock(Dht.class);

  @BeforeEach
  void script() throws InterruptedException {
    when(node.dht()).thenReturn(dht);
    when(node.toString()).thenReturn("node-7");
    when(dht.set(any(), any(byte[].class), any(), any())).thenReturn(stored());
  }

  private static SetReport stored() {
    return new SetReport(
        ITEM, true, List.of(), List.of(), List.of(), List.of(), Optional.empty(), 1, Duration.ZERO);
  }

  private void get() throws InterruptedException {
    population.add(node);
    goods.store(0);
    measuring.get();
  }

  @Test
  void aGetOfWhatWasStoredIsRight() throws InterruptedException {
    when(dht.find(any(), any(), any())).thenReturn(Optional.of(ITEM));
    get();
    assertThat(measuring.getFindings())
        .extracting(Findings.Gets::tried, Findings.Gets::right, gets -> gets.millis().count())
        .containsExactly(1, 1, 1);
    assertThat(measuring.done()).isEqualTo(1);
    assertThat(remarks.all()).isEmpty();
  }

  @Test
  void aGetThatFindsNothingIsMissingAndRemarkedOn() throws InterruptedException {
    when(node.holds(ITEM)).thenReturn(true);
    when(dht.find(any(), any(), any())).thenReturn(Optional.empty());
    get();
    assertThat(measuring.getFindings())
        .extracting(Findings.Gets::right, Findings.Gets::missing)
        .containsExactly(0, 1);
    assertThat(remarks.all())
        .containsExactly("1:02:03.004 node-7 found nothing; asked for " + ITEM + ", held by 1");
  }

  @Test
  void aGetOfAnythingElseIsWrong() throws InterruptedException {
    when(dht.find(any(), any(), any())).thenReturn(Optional.of(OTHER));
    get();
    assertThat(measuring.getFindings().wrong()).isEqualTo(1);
    assertThat(remarks.all()).first().asString().contains("got the wrong " + OTHER);
  }

  @Test
  void aGetThatThrowsHasFailed() throws InterruptedException {
    when(dht.find(any(), any(), any())).thenThrow(new DhtException.NobodyAnswered("nobody"));
    get();
    assertThat(measuring.getFindings().failed()).isEqualTo(1);
    assertThat(remarks.all()).first().asString().contains("failed: nobody");
  }

  @Test
  void aGetDoesNotCountWhereTheNodeHasEnded() throws InterruptedException {
    when(dht.find(any(), any(), any())).thenThrow(new DhtException.Closed());
    get();
    assertThat(measuring.getFindings().tried()).isZero();
    assertThat(measuring.done()).isEqualTo(1);
  }

  @Test
  void withoutNodesOrItemsNothingIsTried() throws InterruptedException {
    measuring.get();
    measuring.lookup();
    population.add(node);
    measuring.get();
    assertThat(measuring.done()).isEqualTo(3);
    assertThat(measuring.getFindings().tried()).isZero();
  }

  @Test
  void onlyTheFirstTwentyFailuresAreRemarkedOn() throws InterruptedException {
    when(dht.find(any(), any(), any())).thenReturn(Optional.empty());
    for (int i = 0; i < 25; i++) {
      get();
    }
    remarks.add("one more");
    assertThat(remarks.all()).hasSize(20);
    assertThat(measuring.getFindings().missing()).isEqualTo(25);
  }

  @Test
  void anItemThatCannotBeStoredIsRemarkedOnAndNeverAskedFor() throws InterruptedException {
    when(dht.put(any(), any(), any())).thenThrow(new DhtException.NobodyAnswered("nobody"));
    population.add(node);
    goods.store(1);
    assertThat(goods.tried()).isEqualTo(1);
    assertThat(goods.size()).isZero();
    assertThat(goods.any(random)).isEmpty();
    assertThat(remarks.all()).containsExactly("1:02:03.004 node-7 could not store item 1: nobody");
  }

  private static Step step(int port, Step.Outcome outcome) {
    return new Step(contact(port), 2, 0, Duration.ZERO, Duration.ZERO, false, outcome);
  }

  private static Contact contact(int port) {
    return new Contact(Key.of("" + port), new InetSocketAddress("127.0.0.1", port));
  }

  private void lookup(LookupResult result) throws InterruptedException {
    when(dht.lookup(any(), any(), any())).thenReturn(result);
    population.add(node);
    measuring.lookup();
  }

  @Test
  void aLookupTakesQuestionsAndAnswers() throws InterruptedException {
    lookup(
        new LookupResult.Closest(
            Key.of("a"),
            List.of(contact(1)),
            List.of(),
            true,
            Duration.ofMillis(30),
            List.of(
                step(1, new Step.Outcome.Nodes(20, 3)),
                step(2, new Step.Outcome.Failed(new RpcException.Timeout("late"))),
                step(3, new Step.Outcome.Lied("nonsense")),
                step(4, new Step.Outcome.Value(ITEM)),
                step(5, new Step.Outcome.Abandoned()))));
    Findings.Lookups lookups = measuring.lookupFindings();
    assertThat(lookups.messages().values()).containsExactly(8);
    assertThat(lookups.hops().values()).containsExactly(2);
    assertThat(lookups.millis().values()).containsExactly(30);
    assertThat(lookups.failures()).isZero();
  }

  @Test
  void aLookupThatIsNotCompleteHasFailed() throws InterruptedException {
    lookup(
        new LookupResult.Closest(
            Key.of("a"), List.of(), List.of(), false, Duration.ZERO, List.of()));
    assertThat(measuring.lookupFindings().failures()).isEqualTo(1);
    assertThat(remarks.all()).first().asString().endsWith("could not complete a lookup in time");
  }

  @Test
  void aLookupThatThrowsHasFailedUnlessTheNodeHasEnded() throws InterruptedException {
    population.add(node);
    when(dht.lookup(any(), any(), any()))
        .thenThrow(new DhtException.NobodyAnswered("nobody"), new DhtException.Closed());
    measuring.lookup();
    assertThat(measuring.lookupFindings().failures()).isEqualTo(1);
    measuring.lookup();
    assertThat(measuring.lookupFindings().failures()).isEqualTo(1);
    assertThat(measuring.done()).isEqualTo(2);
  }
}
