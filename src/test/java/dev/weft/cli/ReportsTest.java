package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.SetReport;
import dev.weft.kademlia.Contact;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A report says what became of a value, and what did not. */
class ReportsTest {

  private static SetReport report(boolean local, List<Contact> stored, int needed) {
    return new SetReport(
        Shell.named("pinner", "Coventry"),
        local,
        stored,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        needed,
        Duration.ofMillis(34));
  }

  @Test
  void successIsCounted() {
    var report = report(true, List.of(Shell.contact("a", 4711)), 2);
    assertThat(Reports.text(report).lines())
        .containsExactly("pinner: stored on 2 nodes in 34 ms", "  key " + report.item().key());
  }

  @Test
  void aDeletionIsToldAsOne() {
    var tombstone = Shell.tombstone("pinner");
    assertThat(Reports.text(Shell.stored(tombstone)))
        .startsWith("pinner: deleted on 1 node in 34 ms");
    assertThat(Reports.text(Shell.refused(tombstone)))
        .startsWith("pinner: deleted nowhere, and 2 had to keep it, in 34 ms");
  }

  @Test
  void aLoneNodeSaysThatItIsAlone() {
    assertThat(Reports.text(report(true, List.of(), 1)))
        .startsWith(
            "pinner: stored on this node only, as it knows no other that keeps it, in 34 ms");
  }

  @Test
  void tooFewCopiesAreComparedWithWhatWasNeeded() {
    assertThat(Reports.text(report(false, List.of(Shell.contact("a", 4711)), 3)))
        .startsWith("pinner: stored on 1 node, and 3 had to keep it, in 34 ms");
  }

  @Test
  void everyNodeThatDoesNotKeepItIsNamedWithItsReason() {
    var refused = Shell.refused(Shell.content("12345"));
    assertThat(Reports.text(refused).lines())
        .containsExactly(
            "5 bytes: stored nowhere, and 2 had to keep it, in 34 ms",
            "  key " + refused.item().key(),
            "  refused by 1f40fc92@127.0.0.1:4711: FULL, no room?[31m",
            "  no answer from " + Shell.contact("b", 4712));
  }

  @Test
  void aNewerVersionIsTold() {
    var report =
        new SetReport(
            Shell.named("pinner", "Coventry"),
            true,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.of(Shell.named("pinner", "London")),
            1,
            Duration.ofMillis(34));
    assertThat(Reports.text(report)).contains("  a newer version is about: NamedItem[");
  }

  @Test
  void copiesThatAreOnTheirWayAreCounted() {
    var report =
        new SetReport(
            Shell.named("pinner", "Coventry"),
            false,
            List.of(Shell.contact("a", 4711)),
            List.of(),
            List.of(),
            List.of(Shell.contact("b", 4712), Shell.contact("c", 4713)),
            Optional.empty(),
            1,
            Duration.ofMillis(34));
    assertThat(Reports.text(report))
        .startsWith("pinner: stored on 1 node, with 2 more on the way, in ");
  }
}
