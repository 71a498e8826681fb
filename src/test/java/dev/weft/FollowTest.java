package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.Promise;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Subscriptions of which the newest of each slot waits; here, a text's first letter is its slot.
 */
class FollowTest extends Simulated {

  private final Subscriptions subscriptions = new Subscriptions(environment);
  private final Promise<Consumer<String>> told = environment.promise();
  private final Subscription<Update<String>> updates =
      subscriptions.follow(
          "follow",
          text -> text.charAt(0),
          out -> {
            told.complete(out);
            environment.promise().await();
          });

  @AfterEach
  void end() {
    subscriptions.close();
  }

  private void tell(String... texts) throws InterruptedException {
    Consumer<String> out = told.await();
    for (String text : texts) {
      out.accept(text);
    }
  }

  private List<Update<String>> taken() throws InterruptedException {
    List<Update<String>> all = new ArrayList<>();
    for (var next = updates.poll(Duration.ZERO);
        next.isPresent();
        next = updates.poll(Duration.ZERO)) {
      all.add(next.get());
    }
    return all;
  }

  @Test
  void whoTakesInTimeGetsEachAndSkipsNone() throws InterruptedException {
    for (String text : List.of("a1", "a2", "b1", "a3")) {
      tell(text);
      assertThat(taken()).containsExactly(new Update<>(text, 0));
    }
  }

  @Test
  void ofEachSlotTheNewestWaitsWhereTheFirstCameAndSaysHowManyItSkips()
      throws InterruptedException {
    tell("a1", "b1", "a2", "c1", "a3", "b2");
    assertThat(taken())
        .containsExactly(new Update<>("a3", 2), new Update<>("b2", 1), new Update<>("c1", 0));
    tell("a4");
    assertThat(taken())
        .as("what was skipped before is told")
        .containsExactly(new Update<>("a4", 0));
  }

  @Test
  void ofTwoUpdatesTheLaterStaysAndAllThatItStandsForAreCounted() {
    assertThat(new Update<>("old", 3).then(new Update<>("new", 4)))
        .isEqualTo(new Update<>("new", 8));
  }

  @Test
  void theEndOfAllEndsItAndWhatHasComeIsStillThere() throws InterruptedException {
    tell("a1", "a2");
    subscriptions.close();
    assertThat(updates.take()).contains(new Update<>("a2", 1));
    assertThat(updates.take()).isEmpty();
    assertThatThrownBy(() -> subscriptions.follow("no more", text -> text, out -> {}))
        .isInstanceOf(DhtException.Closed.class);
  }
}
