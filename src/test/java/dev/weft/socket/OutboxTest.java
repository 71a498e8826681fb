package dev.weft.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.sim.Simulated;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest extends Simulated {

  private static final int MOST_BYTES = 300_000;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final List<List<Integer>> taken = new ArrayList<>();
  private final Outbox outbox =
      new Outbox(
          environment, MOST_BYTES, PATIENCE, (frames, bytes) -> taken.add(List.of(frames, bytes)));

  /** Runs the writer until the outbox is empty, and tells the length of each write. */
  private List<Integer> writes(OutputStream copy) throws IOException {
    var lengths = new ArrayList<Integer>();
    var out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("nobody writes single bytes");
          }

          @Override
          public void write(byte[] bytes) throws IOException {
            lengths.add(bytes.length);
            copy.write(bytes);
          }
        };
    outbox.writeTo(out, outbox::close);
    return lengths;
  }

  @Test
  void framesThatGatheredAreWrittenAsOneInTheirOrder() throws IOException {
    outbox.offer(new byte[] {1, 2});
    outbox.offer(new byte[] {3});
    outbox.offer(new byte[] {4, 5});
    var copy = new ByteArrayOutputStream();
    assertThat(writes(copy)).containsExactly(5);
    assertThat(copy.toByteArray()).containsExactly(1, 2, 3, 4, 5);
    assertThat(taken).containsExactly(List.of(3, 5));
  }

  @Test
  void aFrameThatIsLeftIsWrittenWithTheNextOrAfterAFlush() throws Exception {
    var copy = new ByteArrayOutputStream();
    var lengths = new ArrayList<Integer>();
    environment.start("writer", () -> lengths.addAll(writesQuietly(copy)));
    settle();
    outbox.flush();
    assertThat(outbox.leave(new byte[] {1})).isEqualTo(Outbox.Offer.TAKEN);
    assertThat(outbox.leave(new byte[] {2})).isEqualTo(Outbox.Offer.TAKEN);
    settle();
    assertThat(copy.size()).isZero();
    outbox.flush();
    settle();
    assertThat(copy.toByteArray()).containsExactly(1, 2);
    assertThat(lengths).containsExactly(2);
  }

  private List<Integer> writesQuietly(OutputStream copy) {
    try {
      return writes(copy);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void framesAreJoinedUpToSixtyFourKibibytes() throws IOException {
    for (int length : new int[] {100_000, 40_000, 20_000, 10_000, 1}) {
      assertThat(outbox.offer(new byte[length])).isEqualTo(Outbox.Offer.TAKEN);
    }
    assertThat(writes(OutputStream.nullOutputStream())).containsExactly(100_000, 60_000, 10_001);
  }

  @Test
  void noMoreWaitsThanMay() {
    assertThat(outbox.offer(new byte[300_000])).isEqualTo(Outbox.Offer.TAKEN);
    assertThat(outbox.offer(new byte[1])).isEqualTo(Outbox.Offer.FULL);
    assertThat(outbox.isEmpty()).isFalse();
  }

  @Test
  void whatIsBeingWrittenCountsAndMayNotTakeTooLong() throws IOException {
    outbox.offer(new byte[1]);
    outbox.writeTo(
        new OutputStream() {
          @Override
          public void write(int b) {
            assertThat(outbox.isStuck()).isFalse();
            assertThat(outbox.isEmpty()).isFalse();
            assertThat(outbox.offer(new byte[300_000])).isEqualTo(Outbox.Offer.FULL);
            pass(Duration.ofSeconds(4));
            assertThat(outbox.isStuck()).isTrue();
            assertThat(outbox.offer(new byte[1])).isEqualTo(Outbox.Offer.STUCK);
          }
        },
        outbox::close);
    assertThat(outbox.isStuck()).isFalse();
    assertThat(outbox.isEmpty()).isTrue();
  }

  private void pass(Duration time) {
    try {
      environment.sleep(time);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aClosedOutboxTakesNothingAndWritesNothing() throws IOException {
    outbox.offer(new byte[1]);
    outbox.close();
    assertThat(outbox.offer(new byte[1])).isEqualTo(Outbox.Offer.CLOSED);
    assertThat(writes(OutputStream.nullOutputStream())).isEmpty();
  }

  /** Counts what waits to be written. */
  private static final class Queued implements Outbox.Meter {
    int bytes;

    @Override
    public void taken(int frames, int bytes) {}

    @Override
    public void queued(int change) {
      bytes += change;
    }
  }

  @Test
  void whatWaitsIsMeteredUntilItIsWrittenOrDroppedOrTheLineBreaks() {
    var queued = new Queued();
    var metered = new Outbox(environment, MOST_BYTES, PATIENCE, queued);
    metered.offer(new byte[100_000]);
    metered.offer(new byte[5]);
    metered.offer(new byte[MOST_BYTES]);
    assertThat(queued.bytes).isEqualTo(100_005);
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            assertThat(queued.bytes).isEqualTo(100_005);
            throw new IOException("broken");
          }
        };
    assertThatThrownBy(() -> metered.writeTo(broken, () -> {})).hasMessage("broken");
    assertThat(queued.bytes).isEqualTo(5);
    metered.close();
    assertThat(queued.bytes).isZero();
  }
}
