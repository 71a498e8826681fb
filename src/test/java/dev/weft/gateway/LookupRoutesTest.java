package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.DhtException;
import dev.weft.Wire;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupNews;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.ScriptedLookup;
import dev.weft.lookup.Step;
import dev.weft.rpc.RpcException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A lookup is told of as it happens, to whoever asked and to all that listen. */
class LookupRoutesTest extends RoutesFixture {

  private static final Key TARGET = Key.of("target");

  private final LookupResult result =
      new LookupResult.Closest(TARGET, List.of(), List.of(), true, Duration.ZERO, List.of());

  private LookupResult look() throws InterruptedException {
    return ScriptedLookup.run(
        environment,
        TARGET,
        result,
        new Step(
            contact("a"),
            1,
            7,
            Duration.ZERO,
            Duration.ZERO,
            false,
            new Step.Outcome.Nodes(20, 12)));
  }

  private String events(String path) throws InterruptedException {
    var out = new ByteArrayOutputStream();
    ((Answer.Events) answer(Calls.get(path))).feed().writeTo(new EventWriter(out));
    return out.toString(UTF_8);
  }

  @Test
  void startStepsAndResultAreSent() throws Exception {
    when(dht.lookup(eq(TARGET), eq(TIMEOUT), any())).thenAnswer(_ -> look());
    String events = events("/v1/lookup/" + TARGET);
    assertThat(events)
        .containsPattern(
            "^event: start\ndata: \\{\"id\":\"\\d+\",\"target\":\""
                + TARGET
                + "\",\"value\":false}\n\n")
        .containsSubsequence("event: step\n", "event: result\n");
  }

  @Test
  void aListenerWhoReadsTooSlowlyIsToldSoAndThatIsTheEnd() throws InterruptedException {
    LiveLookups live = new LiveLookups(environment);
    var out = new ByteArrayOutputStream();
    Thread listener = start(() -> live.follow(new EventWriter(out)));
    settle();
    for (int i = 0; i < 2 * Inbox.MOST; i++) {
      live.tell(new Event("step", new TreeMap<>()));
    }
    settle();
    assertThat(listener.isAlive()).isFalse();
    assertThat(out.toString(UTF_8)).contains("too slowly");
  }

  @Test
  void aValueIsLookedForUnderTheNameOfAnOwner() throws Exception {
    Key key = Wire.WEFT.keyOf(ALICE.key(), "home/ntoll");
    Key other = Wire.WEFT.keyOf(TARGET, "home/ntoll");
    when(dht.search(any(), any(), any())).thenReturn(result);
    when(dht.lookup(any(), any(), any())).thenReturn(result);
    assertThat(events("/v1/lookup?name=home/ntoll&value")).contains("event: result");
    verify(dht).search(eq(key), eq(TIMEOUT), any());
    assertThat(events("/v1/lookup?name=home/ntoll&owner=" + TARGET)).contains("event: result");
    verify(dht).lookup(eq(other), eq(TIMEOUT), any());
    assertThat(answer(Calls.get("/v1/lookup")).status()).isEqualTo(400);
    assertThat(answer(Calls.get("/v1/lookup/any")).status()).isEqualTo(400);
  }

  @Test
  void aLookupThatFailsEndsWithTheProblem() throws Exception {
    when(dht.lookup(any(), any(), any())).thenThrow(new DhtException.NobodyAnswered("nobody"));
    assertThat(events("/v1/lookup/" + TARGET))
        .contains("event: problem\ndata: {\"title\":\"Service Unavailable\",\"status\":503");
  }

  @Test
  void allWhoListenAreToldOfEveryLookupUntilTheyGo() throws Exception {
    when(dht.lookup(any(), any(), any())).thenAnswer(_ -> look());
    assertThat(heardWhile(() -> events("/v1/lookup/" + TARGET)))
        .containsPattern(
            "event: start\ndata: \\{\"id\":\"(\\d+)\"[^}]*}\n\n"
                + "event: step\ndata: \\{\"id\":\"\\1\".*\n\n"
                + "event: result\ndata: \\{\"id\":\"\\1\"");
  }

  @Test
  void soTheyAreOfTheLookupsByWhichItemsAreGot() throws Exception {
    when(dht.get(any(Key.class), any(), any(), any()))
        .thenAnswer(
            _ -> {
              look();
              return Optional.empty();
            });
    assertThat(heardWhile(() -> answer(Calls.get("/v1/items/" + TARGET + "/n"))))
        .containsSubsequence("event: start", TARGET.toString(), "event: step", "event: result");
  }

  @Test
  void aLookupThatFailedOrThatNobodyAnsweredIsToldOfAsAProblem() throws Exception {
    Step unanswered =
        new Step(
            contact("a"),
            1,
            7,
            Duration.ZERO,
            Duration.ZERO,
            false,
            new Step.Outcome.Failed(new RpcException.Timeout("late")));
    LookupResult nobody =
        new LookupResult.Closest(
            TARGET, List.of(), List.of(), true, Duration.ZERO, List.of(unanswered));
    LookupResult early =
        new LookupResult.Closest(
            TARGET, List.of(), List.of(), false, Duration.ZERO, List.of(unanswered));
    LookupResult some =
        new LookupResult.Closest(
            TARGET, List.of(contact("b")), List.of(), true, Duration.ZERO, List.of());
    LookupResult value =
        new LookupResult.Found(
            TARGET, named("n", "x", 1), contact("b"), List.of(), Duration.ZERO, List.of());
    assertThat(LiveLookups.event(new LookupNews.Ended(7, Optional.of(nobody))).data())
        .containsEntry("detail", "none of the 1 nodes that were asked answered");
    assertThat(LiveLookups.event(new LookupNews.Ended(7, Optional.empty())).data())
        .containsEntry("detail", "the lookup was cut short");
    assertThat(List.of(result, early, some, value))
        .extracting(each -> LiveLookups.event(new LookupNews.Ended(7, Optional.of(each))).name())
        .containsOnly("result");
  }

  /** Does something, while somebody listens to all lookups until it is done. */
  private String heardWhile(Callable<?> deed) throws Exception {
    var heard = new ByteArrayOutputStream();
    Answer.Events live = (Answer.Events) answer(Calls.get("/v1/lookups"));
    Thread listener =
        start(
            () ->
                assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(() -> live.feed().writeTo(new EventWriter(heard))));
    settle();
    deed.call();
    settle();
    listener.interrupt();
    settle();
    assertThat(listener.isAlive()).isFalse();
    return heard.toString(UTF_8);
  }

  @Test
  void whereTheClientHasGoneTheLookupIsInterruptedAndHasEnded() throws Exception {
    var interrupted = new AtomicBoolean();
    when(dht.lookup(any(), any(), any()))
        .thenAnswer(
            _ -> {
              look();
              try {
                return environment.promise().await();
              } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
              }
            });
    var gone =
        new OutputStream() {
          private int writes;

          @Override
          public void write(int b) {
            throw new AssertionError("one by one");
          }

          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            if (writes++ > 1) {
              throw new IOException("gone");
            }
          }
        };
    Answer.Events events = (Answer.Events) answer(Calls.get("/v1/lookup/" + TARGET));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> events.feed().writeTo(new EventWriter(gone)));
    assertThat(interrupted).isTrue();
  }
}
