package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.Liar;
import dev.weft.routing.RoutingActor;
import dev.weft.routing.RoutingOptions;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotebookTest extends Simulated {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Contact friend = World.contact(Key.of("friend"), 1);
  private final Contact liar = World.contact(Key.of("liar"), 2);
  private final Contact other = World.contact(Key.of("other"), 3);
  private final RoutingActor routing =
      RoutingActor.start(
          environment, Key.of("self"), RoutingOptions.defaults(), _ -> true, _ -> {});
  private final KeptNotes notes = new KeptNotes();

  @AfterEach
  void end() {
    routing.close();
  }

  @Test
  void aLieIsWrittenDownAtOnceAndFurtherOnesTogetherAMinuteLater() throws InterruptedException {
    Notebook notebook = new Notebook(notes, routing);
    try (Housekeeper housekeeper = new Housekeeper(environment)) {
      housekeeper.noteLies(MINUTE, notebook);
      settle();
      assertThat(notes.written).isZero();
      routing.misbehaved(liar, "lied");
      settle();
      Liar first = new Liar(liar.key(), environment.now().plus(Duration.ofHours(1)));
      assertThat(notes.liars).extracting(Liar::key).containsExactly(liar.key());
      assertThat(Duration.between(first.until(), notes.liars.getFirst().until()).abs())
          .isLessThan(Duration.ofSeconds(1));
      routing.misbehaved(other, "lied");
      environment.sleep(Duration.ofSeconds(30));
      routing.misbehaved(liar, "lied again");
      environment.sleep(Duration.ofSeconds(29));
      assertThat(notes.written).isOne();
      environment.sleep(Duration.ofSeconds(2));
      assertThat(notes.written).isEqualTo(2);
      assertThat(notes.liars).extracting(Liar::key).containsExactly(other.key(), liar.key());
      environment.sleep(Duration.ofHours(2));
      assertThat(notes.written).isEqualTo(2);
    }
  }

  @Test
  void whoHasLiedByTheNotesIsIgnored() throws InterruptedException {
    notes.liars.add(new Liar(liar.key(), environment.now().plus(MINUTE)));
    new Notebook(notes, routing);
    routing.seen(liar, true);
    routing.seen(friend, true);
    assertThat(routing.settled().contacts()).containsExactly(friend);
  }

  @Test
  void atTheEndEverythingIsWrittenDown() throws InterruptedException {
    Notebook notebook = new Notebook(notes, routing);
    routing.seen(friend, true);
    routing.misbehaved(liar, "lied");
    routing.settled();
    notebook.saveLast();
    assertThat(notes.contacts).containsExactly(friend);
    assertThat(notes.liars).extracting(Liar::key).containsExactly(liar.key());
  }

  @Test
  void whomANodeKnewIsRememberedAsLongAsItKnowsNobodyElse() throws InterruptedException {
    Notebook notebook = new Notebook(notes, routing);
    notebook.remember(List.of(other));
    notebook.saveContacts();
    assertThat(notebook.remembered()).containsExactly(other);
    assertThat(notes.contacts).isEmpty();
    routing.seen(friend, true);
    routing.settled();
    notebook.saveContacts();
    assertThat(notebook.remembered()).containsExactly(friend);
  }

  @Test
  void whatCannotBeWrittenDownAtTheEndDoesNotHoldItUp() throws InterruptedException {
    Notebook notebook = new Notebook(notes, routing);
    Thread.currentThread().interrupt();
    notebook.saveLast();
    assertThat(Thread.interrupted()).isTrue();
    routing.close();
    notebook.saveLast();
    assertThat(notes.written).isZero();
  }
}
