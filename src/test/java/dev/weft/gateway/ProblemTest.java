package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.weft.DhtException;
import dev.weft.Expected;
import dev.weft.SetReport;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What goes wrong has the status that says so, and a document that says more. */
class ProblemTest {

  private static final Item ITEM = ContentItem.of(new byte[1], Instant.ofEpochSecond(9));

  private static SetReport report(Optional<Item> newer) {
    return new SetReport(
        ITEM, false, List.of(), List.of(), List.of(), List.of(), newer, 2, Duration.ZERO);
  }

  private static int status(DhtException e) {
    return Problem.of(e).status();
  }

  @Test
  void eachFailureOfTheNetworkHasItsStatus() {
    LookupResult soFar =
        new LookupResult.Closest(
            Key.of("t"), List.of(), List.of(), false, Duration.ZERO, List.of());
    assertThat(status(new DhtException.NotAsExpected(Expected.absent(), Optional.of(ITEM))))
        .isEqualTo(412);
    assertThat(status(new DhtException.NotAsExpected(Expected.version(1), Optional.empty())))
        .isEqualTo(412);
    assertThat(status(new DhtException.NotStored("no", report(Optional.of(ITEM))))).isEqualTo(409);
    assertThat(status(new DhtException.NotStored("no", report(Optional.empty())))).isEqualTo(503);
    assertThat(status(mock(DhtException.NotAnnounced.class))).isEqualTo(503);
    assertThat(status(new DhtException.TimedOut("late", soFar))).isEqualTo(504);
    assertThat(status(new DhtException.NobodyAnswered("nobody"))).isEqualTo(503);
    assertThat(status(new DhtException.Closed())).isEqualTo(503);
    assertThat(status(new DhtException.CannotOpen("no"))).isEqualTo(500);
  }

  @Test
  void itsDocumentHasTitleStatusDetailAndMore() {
    Answer answer =
        Problem.of(new DhtException.NotStored("too few", report(Optional.empty()))).answer();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
    assertThat(Calls.json(answer))
        .containsEntry("title", "Service Unavailable")
        .containsEntry("status", 503)
        .containsEntry("detail", "too few")
        .containsKey("report");
    assertThat(
            Problem.of(new DhtException.NotAsExpected(Expected.absent(), Optional.of(ITEM)))
                .document())
        .containsKey("found");
    assertThat(new Problem(401, "no").with("a", "b").with("c", "d").answer().headers())
        .containsEntry("a", "b")
        .containsEntry("c", "d");
  }

  @Test
  void everyStatusHasItsWords() {
    for (int status : new int[] {401, 403, 404, 405, 409, 412, 413, 415, 421, 422, 429, 504}) {
      assertThat(Problem.title(status)).isNotEqualTo(Problem.title(400)).isNotEmpty();
    }
    assertThat(Problem.title(418)).isEqualTo(Problem.title(400)).isEqualTo("Bad Request");
    assertThat(Problem.title(505)).isEqualTo("Internal Server Error");
  }
}
