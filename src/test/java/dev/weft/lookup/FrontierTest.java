package dev.weft.lookup;

import static dev.weft.lookup.LookupFixture.SELF;
import static dev.weft.lookup.LookupFixture.TARGET;
import static dev.weft.lookup.LookupFixture.contact;
import static dev.weft.lookup.LookupFixture.node;
import static dev.weft.lookup.LookupFixture.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontierTest extends LookupFixture {

  @Test
  void theFrontierIsWhoHasAnsweredOrMayStillAnswer() {
    Shortlist list = new Shortlist(TARGET, SELF, 4, false);
    list.heard(nodes(1, 2, 3, 4, 5, 6));
    list.next();
    list.next();
    list.next();
    list.answered(node(1));
    list.slow(node(2));
    list.gone(node(3));
    Frontier frontier = list.frontier(0);
    assertThat(frontier.closest()).isEqualTo(nodes(1, 4, 5, 6));
    assertThat(frontier.settled()).isOne();
    list.next();
    list.next();
    list.answered(node(5));
    assertThat(list.frontier(0).settled()).as("4 may be there").isOne();
    list.answered(node(4));
    assertThat(list.frontier(0).settled()).isEqualTo(3);
  }

  @Test
  void theFrontierHasNoMoreThanKAndNobodyWhomOnlyALiarNames() {
    Shortlist shortlist = new Shortlist(TARGET, SELF, 2, false);
    shortlist.heard(nodes(1, 10, 11));
    shortlist.next();
    shortlist.answered(node(1));
    shortlist.heard(node(1), nodes(2, 3, 4, 5));
    for (int i = 2; i <= 4; i++) {
      shortlist.gone(shortlist.next());
    }
    assertThat(shortlist.frontier(1).closest()).isEqualTo(nodes(1, 10));
  }

  @Test
  void whoIsWithinReachAndNamedByMoreThanOneIsLikely() {
    Shortlist list = new Shortlist(TARGET, SELF, 5, false);
    list.heard(nodes(9));
    list.heard(node(9), nodes(1, 2));
    list.heard(List.of(far()));
    assertThat(list.frontier(0.25).likely()).as("known to this node").isEqualTo(nodes(9));
    list.next();
    list.answered(node(1));
    assertThat(list.frontier(0.25).likely()).as("has answered").isEqualTo(nodes(1, 9));
    list.heard(node(1), nodes(2));
    assertThat(list.frontier(0.25).likely()).as("named twice").isEqualTo(nodes(1, 2, 9));
    assertThat(list.frontier(0.75).likely()).as("far").hasSize(4).contains(far());
    assertThat(list.frontier(0).likely()).isEmpty();
  }

  /** A node at half of the farthest distance. */
  private static Contact far() {
    byte[] bytes = TARGET.toBytes();
    bytes[0] ^= (byte) 0x80;
    return contact(Key.fromBytes(bytes), 77);
  }

  @Test
  void whoFollowsALookupIsToldOfTheStartAndOfEachStep() throws InterruptedException {
    knows(9, node(4), node(5));
    knows(5);
    knows(4);
    silent(7);
    List<Frontier> told = new ArrayList<>();
    LookupResult.Closest result = lookups(HASTY).approach(TARGET, nodes(9, 7), LONG, told::add);
    assertThat(result.closest()).isEqualTo(nodes(4, 5, 9));
    assertThat(told.getFirst()).isEqualTo(new Frontier(nodes(7, 9), List.of(), 0));
    assertThat(told).contains(new Frontier(nodes(4, 5, 9), List.of(), 3));
    assertThat(told).as("7 is late").contains(new Frontier(nodes(4, 5, 7, 9), List.of(), 2));
  }

  @Test
  void whatLookupsOfNodesFindTellsWhoIsLikely() throws InterruptedException {
    Lookups lookups = lookups(new LookupOptions(1, 1, 0, LONG, LONG));
    List<Contact> start = new ArrayList<>();
    for (int i = 1; i <= Density.LEAST; i++) {
      start.add(contact(Key.random(environment.random()), i));
      network.transport(start.getLast()).serve((from, request) -> new Response.Nodes(List.of()));
    }
    List<Frontier> told = new ArrayList<>();
    for (Contact node : start) {
      lookups.approach(Key.random(environment.random()), List.of(node), LONG, told::add);
      assertThat(told.getLast().likely()).as("too little is known").isEmpty();
    }
    lookups.approach(start.getFirst().key(), start, LONG, told::add);
    assertThat(told.getLast().likely()).containsExactly(start.getFirst());
  }
}
