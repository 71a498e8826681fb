package dev.weft.node;

import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Identity;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.node.Placement.Copy;
import dev.weft.node.Placement.Fate;
import dev.weft.node.Survey.Claim;
import dev.weft.node.Survey.Reply;
import dev.weft.node.World.Peer;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who holds what, and bringing it to all of them. */
class SurveyorTest extends NodeFixture {

  private final Identity owner = world.identity();
  private final NamedItem old = world.named(owner, "name", 1);
  private final NamedItem newest = world.named(owner, "name", 2);
  private List<Peer> closest = List.of();
  private Peer outsider;

  /** Eight nodes, of which the closest holds an old version and the second the newest. */
  @BeforeEach
  void twoOfThemHoldIt() throws InterruptedException {
    world.of(8);
    closest = world.closest(old.key(), K);
    outsider = world.closest(old.key(), 8).getLast();
    closest.get(0).store().put(old);
    closest.get(1).store().put(newest);
    world.sent.clear();
  }

  private static Reply holds(Peer peer, NamedItem item) {
    return new Reply(peer.contact(), new Claim.Holds(item));
  }

  private static Reply nothing(Peer peer) {
    return new Reply(peer.contact(), new Claim.Nothing());
  }

  @Test
  void eachOfTheKClosestSaysWhatItHoldsAndNothingChanges() throws InterruptedException {
    Survey survey = outsider.node().survey(old.key(), LONG);
    assertThat(survey.replies())
        .containsExactly(
            holds(closest.get(0), old),
            holds(closest.get(1), newest),
            nothing(closest.get(2)),
            nothing(closest.get(3)),
            nothing(closest.get(4)));
    assertThat(survey.mine()).isFalse();
    assertThat(survey.own()).isEmpty();
    assertThat(survey.newest()).contains(newest);
    assertThat(survey.lookup().complete()).isTrue();
    assertThat(survey.took()).isZero();
    assertThat(world.sent(Request.Store.class)).isEmpty();
  }

  @Test
  void aNodeThatIsOneOfThemSpeaksForItself() throws InterruptedException {
    for (Peer peer : closest) {
      Survey survey = peer.node().survey(old.key(), LONG);
      assertThat(survey.mine()).isTrue();
      assertThat(survey.replies()).isEqualTo(outsider.node().survey(old.key(), LONG).replies());
    }
  }

  @Test
  void whoWasAskedOnTheWayThereIsNotOneOfThem() throws InterruptedException {
    world.of(40);
    List<Contact> closestNow = world.closest(old.key(), K).stream().map(Peer::contact).toList();
    for (Peer peer : world.peers) {
      assertThat(peer.node().survey(old.key(), LONG).replies())
          .extracting(Reply::from)
          .isEqualTo(closestNow);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DEAD", "SILENT"})
  void whoDoesNotAnswerIsNamedWithTheReason(Health health) throws InterruptedException {
    world.network.health(closest.get(2).contact(), health);
    List<Reply> replies = outsider.node().survey(old.key(), LONG).replies();
    assertThat(replies).hasSize(K + 1);
    assertThat(replies.get(2).from()).isEqualTo(closest.get(2).contact());
    assertThat(replies.get(2).claim())
        .isInstanceOfSatisfying(Claim.Silent.class, no -> assertThat(no.why()).isNotBlank());
    assertThat(replies.get(5)).isEqualTo(nothing(world.closest(old.key(), K + 1).getLast()));
  }

  @Test
  void aRepairBringsTheNewestVersionToThoseThatDoNotHoldItAndBothersNobodyElse()
      throws InterruptedException {
    Repair repair = outsider.node().repair(old.key(), LONG);
    Placement placement = repair.placement().orElseThrow();
    assertThat(placement.copies())
        .containsExactlyElementsOf(
            closest.stream().map(peer -> new Copy(peer.contact(), new Fate.Stored())).toList());
    assertThat(closest)
        .allSatisfy(peer -> assertThat(peer.store().get(old.key())).contains(newest));
    assertThat(world.sent(Request.Store.class)).hasSize(K - 1);
    assertThat(outsider.store().size()).isZero();
    assertThat(repair.survey().newest()).contains(newest);
  }

  @Test
  void aNodeThatIsOneOfThemKeepsItToo() throws InterruptedException {
    Placement placement =
        closest.getLast().node().repair(old.key(), LONG).placement().orElseThrow();
    assertThat(placement.local()).isTrue();
    assertThat(placement.copies()).hasSize(K - 1);
    assertThat(world.holders(newest)).hasSize(K);
    assertThat(world.sent(Request.Store.class)).hasSize(K - 2);
  }

  @Test
  void whatOnlyAnOutsiderHoldsIsBroughtToThem() throws InterruptedException {
    NamedItem other = world.named(owner, "another", 1);
    Peer holder = world.closest(other.key(), 8).getLast();
    holder.store().put(other);
    holder.node().repair(other.key(), LONG);
    assertThat(world.holders(other)).hasSize(K + 1);
  }

  @Test
  void whereNobodyHoldsAnythingNothingIsRepaired() throws InterruptedException {
    Repair repair = outsider.node().repair(world.content("text").key(), LONG);
    assertThat(repair.placement()).isEmpty();
    assertThat(repair.survey().newest()).isEmpty();
  }

  @Test
  void whoIsDeadIsNotMissedAndWhoWasThereAMomentBeforeIs() throws InterruptedException {
    world.network.health(closest.get(2).contact(), Health.DEAD);
    Contact deaf = closest.get(3).contact();
    world.network.intercept(
        (from, to, request, network) -> {
          if (to.equals(deaf) && !(request instanceof Request.FindNode)) {
            throw new RpcException.Unreachable("on purpose");
          }
          return network.call();
        });
    Placement placement = outsider.node().repair(old.key(), LONG).placement().orElseThrow();
    assertThat(placement.copies())
        .extracting(Copy::at)
        .doesNotContain(closest.get(2).contact())
        .contains(deaf);
    assertThat(placement.copies()).contains(new Copy(deaf, new Fate.Unreachable("on purpose")));
  }

  @Test
  void aVersionThatIsSetMeanwhileIsToldAndReachesThemAll() throws InterruptedException {
    NamedItem later = world.named(owner, "name", 3);
    Peer last = closest.getLast();
    world.network.intercept(
        (from, to, request, network) -> {
          if (to.equals(last.contact()) && request instanceof Request.Store) {
            last.store().put(later);
          }
          return network.call();
        });
    Placement placement = outsider.node().repair(old.key(), LONG).placement().orElseThrow();
    assertThat(placement.newer()).contains(later);
    assertThat(closest).allSatisfy(peer -> assertThat(peer.store().get(old.key())).contains(later));
  }
}
