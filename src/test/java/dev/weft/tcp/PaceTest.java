package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.admission.Rate;
import dev.weft.admission.Refusal;
import dev.weft.kademlia.Key;
import dev.weft.sim.Simulated;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest extends Simulated {

  private static final Rate SLOW = new Rate(3, Duration.ofMillis(50));
  private static final Key PEER = Key.of("peer");

  private final Limits limits = new Limits();
  private Hub hub;
  private int flushed;

  private static InetAddress host(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private Pace pace(Key key, InetAddress remote) {
    if (hub == null) {
      hub = new Hub(environment, limits.build());
    }
    return new Pace(hub, key, remote, "the peer");
  }

  /** How long so many requests take. */
  private Duration asked(Pace pace, int times) throws InterruptedException {
    long began = environment.nanoTime();
    for (int i = 0; i < times; i++) {
      assertThat(pace.hold(environment.nanoTime(), () -> flushed++)).isNull();
    }
    return Duration.ofNanos(environment.nanoTime() - began);
  }

  @Test
  void whoAsksTooFastWaitsAndEachAnswerThatIsThereIsSentBefore() throws Exception {
    limits.requestsOfPeer = SLOW;
    Pace pace = pace(PEER, host(1));
    assertThat(asked(pace, 3)).isZero();
    assertThat(flushed).isZero();
    assertThat(asked(pace, 2)).isEqualTo(Pace.PAUSE);
    assertThat(flushed).isOne();
    assertThat(hub.refusals().count(Refusal.PEER_RATE)).isOne();
  }

  @Test
  void anotherConnectionBringsThePeerNoMoreAndOtherPeersNoLess() throws Exception {
    limits.requestsOfPeer = SLOW;
    asked(pace(PEER, host(1)), 3);
    assertThat(asked(pace(Key.of("other"), host(1)), 3)).isZero();
    assertThat(asked(pace(PEER, host(2)), 1)).isEqualTo(Pace.PAUSE);
  }

  @Test
  void thePeersAtOneAddressShareWhatItMay() throws Exception {
    limits.requestsOfAddress = SLOW;
    asked(pace(PEER, host(1)), 3);
    assertThat(asked(pace(PEER, host(2)), 3)).isZero();
    assertThat(asked(pace(Key.of("other"), host(1)), 1)).isEqualTo(Pace.PAUSE);
    assertThat(hub.refusals().count(Refusal.ADDRESS_RATE)).isOne();
  }

  @Test
  void theNodesOfOneMachineShareNothingUnlessWanted() throws Exception {
    limits.requestsOfAddress = SLOW;
    assertThat(asked(pace(PEER, InetAddress.getLoopbackAddress()), 9)).isZero();
    limits.ofLoopback = true;
    hub = null;
    assertThat(asked(pace(PEER, InetAddress.getLoopbackAddress()), 5)).isEqualTo(Pace.PAUSE);
  }

  @Test
  void whoGoesOnForAMinuteIsToldThatItIsEnough() throws Exception {
    limits.requestsOfPeer = SLOW;
    Pace pace = pace(PEER, host(1));
    long began = environment.nanoTime();
    NotNow end = null;
    while (end == null) {
      end = pace.hold(environment.nanoTime(), () -> {});
    }
    assertThat(Duration.ofNanos(environment.nanoTime() - began))
        .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
    assertThat(end)
        .isEqualTo(
            new NotNow(
                Refusal.FLOOD,
                "this node answers 20 in a second to one peer, and this one goes on and on"));
    assertThat(hub.refusals().count(Refusal.FLOOD)).isOne();
  }

  @Test
  void whoRestsInBetweenMayGoOnForEver() throws Exception {
    limits.requestsOfPeer = SLOW;
    Pace pace = pace(PEER, host(1));
    for (int i = 0; i < 1_000; i++) {
      asked(pace, 3);
      environment.sleep(Duration.ofMillis(150));
      asked(pace, 4);
      environment.sleep(Duration.ofSeconds(1));
    }
    assertThat(hub.refusals().count(Refusal.PEER_RATE)).isPositive();
  }
}
