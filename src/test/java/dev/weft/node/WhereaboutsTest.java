package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Reachability;
import dev.weft.rpc.Reachability.State;
import dev.weft.rpc.Sighting;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Crew;
import dev.weft.sim.Simulated;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node makes of what others say of where it is. */
class WhereaboutsTest extends Simulated {

  private static final String HERE = "5.6.7.8";
  private static final String HERE_6 = "2a00:1:2::8";
  private static final String WRONG = "9.9.9.9";

  private final Transport transport = mock();
  private final Crew errands = new Crew(environment, 1);
  private Whereabouts whereabouts = at("127.0.0.1");
  private int count;

  private Whereabouts at(String self) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(self), 1908);
    when(transport.self()).thenReturn(Optional.of(new Contact(Key.of("self"), address)));
    return new Whereabouts(environment, errands, transport);
  }

  private void says(String voter, String seen, boolean inbound) {
    InetAddress from = InetAddress.ofLiteral(voter);
    Key by = Key.of("node " + count++);
    whereabouts.sighted(new Sighting(by, from, InetAddress.ofLiteral(seen), inbound));
  }

  private void called(String voter, String seen) {
    says(voter, seen, false);
  }

  private void dialledBy(String voter, String seen) {
    says(voter, seen, true);
  }

  private void threeAgree() {
    called("11.0.0.1", HERE);
    called("12.0.0.1", HERE);
    called("13.0.0.1", HERE);
  }

  private static List<InetAddress> addresses(String... all) {
    return List.of(all).stream().map(InetAddress::ofLiteral).toList();
  }

  private State state() {
    return whereabouts.reachability().state();
  }

  @AfterEach
  void end() {
    errands.close();
  }

  @Test
  void whatThreeInDifferentNetworksSayIsAdvertisedWhenSomebodyHasDialledThere() {
    threeAgree();
    verify(transport, never()).advertise(any());
    assertThat(state()).isEqualTo(State.UNKNOWN);
    dialledBy("14.0.0.1", HERE);
    verify(transport).advertise(addresses(HERE));
    Reachability told = whereabouts.reachability();
    assertThat(told.state()).isEqualTo(State.YES);
    assertThat(told.address()).contains(new InetSocketAddress(HERE, 1908));
    assertThat(told.why()).isEqualTo("5.6.7.8:1908 was dialled by another node");
  }

  @Test
  void ofWhomHasManyNodesInOneNetworkAllHaveOneVote() {
    for (int i = 1; i < 100; i++) {
      called("11.0." + i + ".1", WRONG);
      called("2a00:1:" + i + "::1", "2a00:9::9");
    }
    dialledBy("11.0.1.1", WRONG);
    dialledBy("2a00:1:1::1", "2a00:9::9");
    verify(transport, never()).advertise(any());
  }

  @Test
  void whoDialsThisNodeHasNoVote() {
    for (int i = 1; i < 100; i++) {
      dialledBy(i + ".0.0.1", WRONG);
    }
    verify(transport, never()).advertise(any());
    threeAgree();
    assertThat(state()).as("they have dialled something else").isEqualTo(State.UNKNOWN);
    verify(transport, never()).advertise(any());
  }

  @Test
  void aThirdOfLiarsCannotHaveAWrongAddressAdvertised() {
    for (int i = 1; i <= 10; i++) {
      called("40." + i + ".0.1", HERE);
      called("30." + i + ".0.1", WRONG);
      called("41." + i + ".0.1", HERE);
      dialledBy("30." + i + ".0.1", WRONG);
    }
    verify(transport, never()).advertise(addresses(WRONG));
    called("50.1.0.1", HERE);
    dialledBy("50.1.0.1", HERE);
    verify(transport).advertise(addresses(HERE));
  }

  @Test
  void nothingThatOthersSayHasAnybodyDialled() throws Exception {
    for (int i = 1; i < 200; i++) {
      called(i + ".1.0.1", "60.0.0." + i);
      dialledBy(i + ".2.0.1", "60.0.1." + i);
    }
    environment.sleep(Duration.ofHours(1));
    verify(transport, never()).identify(any(), any());
    verify(transport, never()).call(any(), any(), any());
  }

  @Test
  void ipv4AndIpv6HaveAnAgreementEach() {
    threeAgree();
    dialledBy("14.0.0.1", HERE);
    called("2a01::1", HERE_6);
    called("2a02::1", HERE_6);
    called("2a03::1", HERE_6);
    clearInvocations(transport);
    dialledBy("2a04::1", HERE_6);
    verify(transport).advertise(addresses(HERE, HERE_6));
  }

  @Test
  void whoChangesItsMindHasStillOneVoteAndWhoVotedLongAgoIsForgotten() {
    threeAgree();
    dialledBy("14.0.0.1", HERE);
    called("11.0.0.1", WRONG);
    verify(transport).advertise(addresses());
    for (int i = 1; i <= Agreement.MOST; i++) {
      called("70." + i + ".0.1", "6.6.6.6");
      dialledBy("70." + i + ".0.1", "6.6.6.6");
    }
    verify(transport).advertise(addresses("6.6.6.6"));
  }

  @Test
  void whereNobodyConnectsThatIsSaidWithWhatToDo() throws InterruptedException {
    threeAgree();
    assertThat(state()).isEqualTo(State.UNKNOWN);
    environment.sleep(Whereabouts.PATIENCE.plusSeconds(1));
    Reachability told = whereabouts.reachability();
    assertThat(told.state()).isEqualTo(State.NO);
    assertThat(told.state().label()).isEqualTo("no");
    assertThat(told.address()).contains(new InetSocketAddress(HERE, 1908));
    assertThat(told.why())
        .isEqualTo(
            "nobody could connect to 5.6.7.8:1908: forward the port to this machine, or say by"
                + " --advertise where others reach it");
    dialledBy("14.0.0.1", HERE);
    assertThat(state()).isEqualTo(State.YES);
  }

  @Test
  void thatSomebodyHasConnectedCountsForHours() throws InterruptedException {
    threeAgree();
    dialledBy("14.0.0.1", HERE);
    environment.sleep(Whereabouts.LIFETIME);
    assertThat(state()).isEqualTo(State.YES);
    environment.sleep(Duration.ofSeconds(1));
    assertThat(state()).isEqualTo(State.NO);
  }

  @Test
  void inASmallNetworkSomebodyHasConnectedAndMoreIsNotSaid() {
    called("192.168.1.7", "192.168.1.2");
    assertThat(state()).isEqualTo(State.UNKNOWN);
    dialledBy("192.168.1.7", "8.8.8.8");
    Reachability told = whereabouts.reachability();
    assertThat(told.state()).isEqualTo(State.YES);
    assertThat(told.address()).contains(new InetSocketAddress("192.168.1.2", 1908));
    assertThat(told.why()).contains("too few");
    verify(transport, never()).advertise(any());
  }

  @Test
  void thereItCountsForHours() throws InterruptedException {
    dialledBy("192.168.1.7", "192.168.1.2");
    assertThat(state()).isEqualTo(State.YES);
    environment.sleep(Whereabouts.LIFETIME.plusSeconds(1));
    assertThat(state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void anIpv6PlaceStandsInBrackets() {
    called("fd00::1", "fd00::2");
    dialledBy("fd00::1", "fd00::2");
    assertThat(whereabouts.reachability().why()).startsWith("[fd00:0:0:0:0:0:0:2]:1908 is");
  }

  @Test
  void whereNothingWasSeenTheNodesOwnAddressIsNamed() {
    dialledBy("10.0.0.1", "10.0.0.9");
    assertThat(whereabouts.reachability().address())
        .contains(new InetSocketAddress("127.0.0.1", 1908));
  }

  @Test
  void anAddressThatWasConfiguredIsTheOneThatHasToBeDialled() throws InterruptedException {
    whereabouts = at("7.7.7.7");
    called("11.0.0.1", HERE);
    called("12.0.0.1", "6.6.6.6");
    called("13.0.0.1", "8.8.8.8");
    dialledBy("14.0.0.1", HERE);
    environment.sleep(Whereabouts.PATIENCE);
    assertThat(whereabouts.reachability().why()).contains("7.7.7.7:1908");
    assertThat(state()).isEqualTo(State.NO);
    dialledBy("15.0.0.1", "7.7.7.7");
    assertThat(state()).isEqualTo(State.YES);
  }

  @Test
  void whoHasMovedBeginsAnew() {
    threeAgree();
    dialledBy("14.0.0.1", HERE);
    whereabouts.moved();
    verify(transport).advertise(addresses());
    assertThat(state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void aClientIsToldThatItListensOnNothing() {
    when(transport.self()).thenReturn(Optional.empty());
    whereabouts = new Whereabouts(environment, errands, transport);
    threeAgree();
    assertThat(whereabouts.reachability().why()).isEqualTo("a client listens on nothing");
  }

  @Test
  void whereTooMuchIsToBeDoneTheNextSightingLooksAgain() throws InterruptedException {
    errands.start("errand", () -> environment.sleep(Duration.ofSeconds(1)));
    threeAgree();
    environment.sleep(Duration.ofSeconds(2));
    called("13.0.0.1", HERE);
    called("13.0.0.1", HERE);
    environment.sleep(Whereabouts.PATIENCE.plusSeconds(1));
    assertThat(state()).isEqualTo(State.NO);
  }
}
