package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import dev.weft.netstring.MalformedException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargeFramesTest {

  private final LargeFrames large = new LargeFrames();
  private final List<Link> links =
      IntStream.range(0, LargeFrames.MOST).mapToObj(_ -> mock(Link.class)).toList();
  private final Link another = mock(Link.class);

  private void allSend() throws MalformedException {
    for (Link link : links) {
      large.note(link, LargeFrames.LONG, 0);
    }
  }

  private void assertRoom() {
    assertThatCode(() -> large.note(another, LargeFrames.LONG, 0)).doesNotThrowAnyException();
  }

  @Test
  void onlySoManySendLongFramesAtOnce() throws MalformedException {
    allSend();
    assertThatThrownBy(() -> large.note(another, LargeFrames.LONG, 0))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("too many");
    large.note(another, LargeFrames.LONG - 1, 0);
    large.note(links.getFirst(), 2 * LargeFrames.LONG, 0);
  }

  @Test
  void whoHasSentALongFrameMakesRoom() throws MalformedException {
    allSend();
    large.note(links.getFirst(), 0, 0);
    assertRoom();
  }

  @Test
  void aLinkThatEndsMakesRoom() throws MalformedException {
    allSend();
    large.release(links.getFirst());
    assertRoom();
  }

  @Test
  void whoTakesTooLongIsLateHoweverMuchItSends() throws MalformedException {
    Duration limit = Duration.ofNanos(10);
    large.note(another, LargeFrames.LONG, 5);
    large.note(another, LargeFrames.LONG + 1, 14);
    assertThat(large.late(limit, 15)).isEmpty();
    assertThat(large.late(limit, 16)).containsExactly(another);
    large.note(another, 1, 17);
    assertThat(large.late(limit, 100)).isEmpty();
  }
}
