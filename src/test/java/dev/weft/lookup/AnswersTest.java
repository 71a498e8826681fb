package dev.weft.lookup;

import static dev.weft.lookup.LookupFixture.TARGET;
import static dev.weft.lookup.LookupFixture.contact;
import static dev.weft.lookup.LookupFixture.key;
import static dev.weft.lookup.LookupFixture.node;
import static dev.weft.lookup.LookupFixture.nodes;
import static dev.weft.lookup.LookupFixture.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Item;
import dev.weft.item.Proofs;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Answers.Verdict;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static Verdict examine(Response answer, Key key, boolean wantsValue) {
    return new Answers(key, 3, wantsValue, new Proofs()).examine(answer, Items.NOW);
  }

  private static Verdict ofNodes(Contact... contacts) {
    return examine(new Response.Nodes(List.of(contacts)), TARGET, false);
  }

  private static Verdict ofValues(Key key, Item... items) {
    return examine(new Response.Values(List.of(items)), key, true);
  }

  @Test
  void nodesAreBelievedClosestFirst() {
    assertThat(ofNodes(node(3), node(1))).isEqualTo(new Verdict.Nodes(nodes(1, 3)));
  }

  @Test
  void nodesMayAnswerAQuestionForValues() {
    Response none = new Response.Nodes(List.of());
    assertThat(examine(none, TARGET, true)).isEqualTo(new Verdict.Nodes(List.of()));
  }

  @Test
  void ofAFloodOfNodesTheKClosestCount() {
    Response flood = new Response.Nodes(range(1, 100).reversed());
    assertThat(examine(flood, TARGET, false)).isEqualTo(new Verdict.Nodes(nodes(1, 2, 3)));
  }

  @Test
  void namingANodeTwiceIsALie() {
    isLie(ofNodes(node(1), contact(key(1), 99)), "twice");
  }

  @Test
  void answersOfTheWrongKindAreLies() {
    for (Response answer :
        List.of(
            new Response.Pong(),
            new Response.Stored(),
            new Response.Providers(0, List.of(), List.of()),
            new Response.Changed(new Cursor(1, 1), List.of()),
            new Response.Unchanged(),
            new Response.Refused(RefusalCode.BUSY, "busy"))) {
      isLie(examine(answer, TARGET, true), "does not fit");
    }
    Response values = new Response.Values(List.of(Items.named(1)));
    isLie(examine(values, Items.KEY, false), "does not fit");
  }

  @Test
  void validValueIsBelieved() {
    assertThat(ofValues(Items.KEY, Items.named(1))).isEqualTo(new Verdict.Value(Items.named(1)));
  }

  @Test
  void newestOfSeveralValuesWins() {
    assertThat(ofValues(Items.KEY, Items.named(1), Items.named(3), Items.named(2)))
        .isEqualTo(new Verdict.Value(Items.named(3)));
  }

  @Test
  void valueThatIsNoneIsALie() {
    isLie(ofValues(Items.KEY), "gave none");
  }

  @Test
  void valueUnderAnotherKeyIsALie() {
    isLie(ofValues(TARGET, Items.named(1)), "under another key");
    isLie(ofValues(Items.KEY, Items.named(1), Items.content("x")), "under another key");
  }

  @Test
  void forgedValueIsALie() {
    isLie(ofValues(Items.KEY, Items.forged()), "forged");
    isLie(ofValues(Items.KEY, Items.named(1), Items.forged()), "forged");
  }

  @Test
  void valueThatHasExpiredOrComesFromTheFutureIsNeitherBelievedNorALie() {
    for (Item item : List.of(Items.expired(), Items.future())) {
      assertThat(ofValues(Items.KEY, item)).isEqualTo(new Verdict.Nodes(List.of()));
    }
    assertThat(ofValues(Items.KEY, Items.future(), Items.named(1)))
        .isEqualTo(new Verdict.Value(Items.named(1)));
  }

  private static void isLie(Verdict verdict, String why) {
    assertThat(verdict)
        .isInstanceOfSatisfying(Verdict.Lie.class, lie -> assertThat(lie.what()).contains(why));
  }
}
