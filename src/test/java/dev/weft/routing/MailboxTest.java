package dev.weft.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.sim.Simulated;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class MailboxTest extends Simulated {
  private final Mailbox<String> mailbox = new Mailbox<>(2);
  private final List<String> taken = new ArrayList<>();

  @Test
  void commandsAreTakenAllAtOnceAndInOrder() throws Exception {
    mailbox.offer("a", true);
    assertThat(mailbox.put("b")).isTrue();
    mailbox.offer("shed", true);
    assertThat(mailbox.takeAll(taken)).isTrue();
    assertThat(taken).containsExactly("a", "b");
  }

  @Test
  void hintsAreShedAndCountedFromTheCapacityOn() throws Exception {
    for (String hint : List.of("a", "b", "c", "d")) {
      mailbox.offer(hint, true);
    }
    assertThat(mailbox.shed()).isEqualTo(2);
    mailbox.takeAll(taken);
    mailbox.offer("e", true);
    assertThat(mailbox.shed()).isEqualTo(2);
    mailbox.takeAll(taken);
    assertThat(taken).containsExactly("a", "b", "e");
  }

  @Test
  void commandsHaveRoomOfTheirOwnWhenHintsHaveFilledTheirs() throws Exception {
    mailbox.offer("a", true);
    mailbox.offer("b", true);
    assertThat(mailbox.put("c")).isTrue();
    assertThat(mailbox.put("d")).isTrue();
    mailbox.takeAll(taken);
    assertThat(taken).containsExactly("a", "b", "c", "d");
  }

  @Test
  void commandWaitsForRoomAndIsNotLost() throws Exception {
    fill();
    var put = new FutureTask<>(() -> mailbox.put("e"));
    environment.start("put", put);
    settle();
    mailbox.takeAll(taken);
    assertThat(put.get()).isTrue();
    mailbox.takeAll(taken);
    assertThat(taken).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void commandThatWaitsForRoomSurvivesAnInterrupt() throws Exception {
    fill();
    var put = new FutureTask<>(() -> mailbox.put("e") && Thread.currentThread().isInterrupted());
    Thread thread = environment.start("put", put);
    settle();
    thread.interrupt();
    mailbox.takeAll(taken);
    assertThat(put.get()).isTrue();
    mailbox.takeAll(taken);
    assertThat(taken).endsWith("e");
  }

  @Test
  void closeLetsThoseGoOnWhoWaitForRoom() throws Exception {
    fill();
    var put = new FutureTask<>(() -> mailbox.put("e"));
    environment.start("put", put);
    settle();
    mailbox.close();
    assertThat(put.get()).isFalse();
  }

  @Test
  void takeWaitsForCommand() throws Exception {
    var take = new FutureTask<>(() -> mailbox.takeAll(taken));
    environment.start("take", take);
    settle();
    mailbox.offer("a", true);
    assertThat(take.get()).isTrue();
    assertThat(taken).containsExactly("a");
  }

  @Test
  void hintThatCanWaitIsTakenWithWhatCannot() throws Exception {
    mailbox.offer("a", false);
    var take = new FutureTask<>(() -> mailbox.takeAll(taken));
    environment.start("take", take);
    settle();
    mailbox.put("b");
    assertThat(take.get()).isTrue();
    assertThat(taken).containsExactly("a", "b");
  }

  @Test
  void hintsThatCanWaitDoNotWhenThereAreManyOrAsManyAsMayBe() throws Exception {
    for (Mailbox<String> each : List.of(mailbox, new Mailbox<String>(1_000))) {
      each.offer("a", false);
      var take = new FutureTask<>(() -> each.takeAll(taken));
      environment.start("take", take);
      settle();
      assertThat(take.isDone()).isFalse();
      for (int i = 0; i < 1_000; i++) {
        each.offer("b", false);
      }
      settle();
      assertThat(take.isDone()).isTrue();
    }
  }

  @Test
  void closeEndsTheWaitOfTheTaker() throws Exception {
    var take = new FutureTask<>(() -> mailbox.takeAll(taken));
    environment.start("take", take);
    settle();
    mailbox.close();
    assertThat(take.get()).isFalse();
  }

  @Test
  void takeIsInterruptible() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> mailbox.takeAll(taken));
  }

  @Test
  void closedMailboxTakesNothingInAndGivesTheRestToWhomItMayConcern() throws Exception {
    mailbox.offer("a", true);
    mailbox.close();
    mailbox.offer("b", true);
    assertThat(mailbox.put("c")).isFalse();
    assertThat(mailbox.takeAll(taken)).isFalse();
    assertThat(taken).isEmpty();
    mailbox.closeAndTake(taken);
    assertThat(taken).containsExactly("a");
    mailbox.offer("d", true);
    assertThat(mailbox.shed()).isZero();
    mailbox.closeAndTake(taken);
    assertThat(taken).containsExactly("a");
  }

  private void fill() {
    for (String command : List.of("a", "b", "c", "d")) {
      mailbox.put(command);
    }
  }
}
