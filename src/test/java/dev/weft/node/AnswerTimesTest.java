package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long others take to answer is known of those called last, once somebody wants to know. */
class AnswerTimesTest {

  private static final Contact PEER = World.contact(Key.of("peer"), 1);

  private final AnswerTimes times = new AnswerTimes();

  private void call(Contact peer, long nanos) {
    times.answered(peer.key(), nanos);
  }

  @Test
  void nothingIsNotedBeforeSomebodyAsks() {
    call(PEER, 5);
    assertThat(times.of(PEER.key())).isEmpty();
    call(PEER, 6);
    assertThat(times.of(PEER.key())).contains(Duration.ofNanos(6));
    call(PEER, 7);
    assertThat(times.of(PEER.key())).contains(Duration.ofNanos(7));
  }

  @Test
  void thoseCalledLongestAgoAreForgotten() {
    times.of(PEER.key());
    call(PEER, 5);
    for (int i = 0; i < 2_000; i++) {
      call(World.contact(Key.of("peer " + i), 1), 6);
    }
    assertThat(times.of(PEER.key())).isEmpty();
    assertThat(times.of(Key.of("peer 0"))).contains(Duration.ofNanos(6));
  }
}
