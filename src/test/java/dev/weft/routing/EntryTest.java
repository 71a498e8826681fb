package dev.weft.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import org.junit.jupiter.api.Test;

class EntryTest {
  private static final Key KEY = Key.of("node");
  private static final Contact OLD = Nodes.at(KEY, 1);
  private static final Contact NEW = Nodes.at(KEY, 2);

  @Test
  void answerProvesTheAddressAndClearsFailures() {
    assertThat(new Entry(OLD, false, 3, 10).seen(NEW, true, 20))
        .isEqualTo(new Entry(NEW, true, 0, 20));
  }

  @Test
  void requestFromKnownAddressIsSightingButClearsNoFailure() {
    assertThat(new Entry(OLD, true, 3, 10).seen(OLD, false, 20))
        .isEqualTo(new Entry(OLD, true, 3, 20));
  }

  @Test
  void requestDoesNotReplaceAnAddressThatAnswers() {
    var entry = new Entry(OLD, true, 0, 10);
    assertThat(entry.seen(NEW, false, 20)).isSameAs(entry);
  }

  @Test
  void requestDoesNotReplaceAnAddressThatHasBegunToFailEither() {
    var entry = new Entry(OLD, true, 1, 10);
    assertThat(entry.seen(NEW, false, 20)).isSameAs(entry);
  }

  @Test
  void answerElsewhereReplacesAnAddressOnlyOnceThatHasBegunToFail() {
    var sound = new Entry(OLD, true, 0, 10);
    assertThat(sound.seen(NEW, true, 20)).isSameAs(sound);
    assertThat(sound.failed().seen(NEW, true, 20)).isEqualTo(new Entry(NEW, true, 0, 20));
  }

  @Test
  void requestReplacesAnAddressThatWasOnlyClaimed() {
    assertThat(new Entry(OLD, false, 0, 10).seen(NEW, false, 20))
        .isEqualTo(new Entry(NEW, false, 0, 20));
  }

  @Test
  void failuresAddUp() {
    assertThat(new Entry(OLD, true, 0, 10).failed().failed())
        .isEqualTo(new Entry(OLD, true, 2, 10));
  }
}
