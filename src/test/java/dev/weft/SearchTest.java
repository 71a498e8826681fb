package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import dev.weft.node.Node;
import dev.weft.rpc.RefusalCode;
import dev.weft.sim.SimEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A search shows how a get goes, and what goes wrong says who was asked. */
class SearchTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Item ITEM = ContentItem.of(new byte[] {1}, Instant.ofEpochSecond(9));

  private final Node node = mock();
  private final Dht dht =
      new Dht(
          DhtConfig.builder().build(),
          Identity.fromSecret(new byte[32]),
          new SimEnvironment(1),
          node,
          Optional.empty(),
          () -> {});

  private LookupResult search(List<Step> watched) throws InterruptedException {
    return dht.search(Samples.TARGET, TIMEOUT, watched::add);
  }

  @Test
  void aSearchTellsOfEachStepAndOfItsEndEvenWhereNothingIsFound() throws Exception {
    LookupResult.Closest late = Samples.lookup(3, 1, false);
    when(node.find(eq(Samples.TARGET), eq(TIMEOUT), any()))
        .thenAnswer(
            call -> {
              late.trace().forEach(call.<Consumer<Step>>getArgument(2));
              return late;
            });
    List<Step> watched = new ArrayList<>();
    assertThat(search(watched)).isEqualTo(late);
    assertThat(watched).isEqualTo(late.trace());
  }

  @Test
  void aSearchEndsWithTheValue() throws Exception {
    var found =
        new LookupResult.Found(
            Samples.TARGET, ITEM, Samples.contact(1), List.of(), TIMEOUT, List.of());
    when(node.find(any(), any(), any())).thenReturn(found);
    assertThat(search(List.of())).isEqualTo(found);
  }

  @Test
  void thatNobodyAnsweredIsExplainedByWhoWasAsked() throws Exception {
    LookupResult.Closest deserted = Samples.lookup(0, 2, true);
    when(node.find(any(), any(), any())).thenReturn(deserted);
    assertThatExceptionOfType(DhtException.NobodyAnswered.class)
        .isThrownBy(() -> search(List.of()))
        .withMessage("none of the 2 nodes that were asked answered")
        .satisfies(
            e -> {
              assertThat(e.soFar()).contains(deserted);
              assertThat(e.explain())
                  .isEqualTo(e.getMessage() + System.lineSeparator() + deserted.explain());
            });
  }

  @Test
  void whereNoLookupWasMadeTheMessageIsAll() {
    var nobody = new DhtException.NobodyAnswered("no seed answered");
    assertThat(nobody.soFar()).isEmpty();
    assertThat(nobody.explain()).isEqualTo("no seed answered");
    assertThat(new DhtException.Closed().explain()).isEqualTo("this node has been closed");
  }

  @Test
  void aTimeOutIsExplainedByWhatWasReached() {
    LookupResult.Closest late = Samples.lookup(1, 1, false);
    assertThat(new DhtException.TimedOut("too late", late).explain())
        .isEqualTo("too late" + System.lineSeparator() + late.explain());
  }

  @Test
  void whoDidNotKeepAnItemIsTold() {
    var report =
        new SetReport(
            ITEM,
            false,
            List.of(),
            List.of(new SetReport.Refusal(Samples.contact(1), RefusalCode.FULL, "no\nroom")),
            List.of(Samples.contact(2)),
            List.of(),
            Optional.of(ITEM),
            2,
            TIMEOUT);
    assertThat(new DhtException.NotStored("too few keep it", report).explain().lines())
        .containsExactly(
            "too few keep it",
            "refused by " + Samples.contact(1) + ": FULL, no room",
            "no answer from " + Samples.contact(2),
            "a newer version is about: " + ITEM);
  }
}
