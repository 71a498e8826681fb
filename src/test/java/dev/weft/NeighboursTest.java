package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.lan.Notice;
import dev.weft.lan.Place;
import dev.weft.lan.Village;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes on one local network that are told of no seed. */
class NeighboursTest extends Simulated {

  private static final Place HERE = Village.place("eth0", "192.0.2.1", 24);

  private final Village village = new Village();
  private final MemoryHabitat habitat = new MemoryHabitat(environment);

  NeighboursTest() {
    village.places.set(0, HERE);
    habitat.lan = village;
  }

  private static DhtConfig.Builder lan(int port) {
    return DhtConfig.builder().port(port).lan(true);
  }

  private Dht open(DhtConfig.Builder config) throws InterruptedException {
    Dht dht = Dht.open(config.build(), habitat);
    settle();
    return dht;
  }

  private List<Notice> announced() {
    return village.announced.getOrDefault(HERE, List.of());
  }

  @Test
  void theyFormANetworkAndOneThatComesLaterIsInItToo() throws InterruptedException {
    try (Dht first = open(lan(1));
        Dht second = open(lan(2));
        Dht third = open(lan(3))) {
      for (Dht each : List.of(first, second, third)) {
        assertThat(each.contacts()).isEqualTo(2);
      }
      first.set("name", "value");
      assertThat(third.get(first.owner(), "name")).isPresent();
    }
    assertThat(announced()).isEmpty();
  }

  @Test
  void whatIsAnnouncedIsThePortThatIsListenedOn() throws InterruptedException {
    try (Dht named = open(lan(1).advertise("192.0.2.9:7"));
        Dht any = open(lan(0))) {
      assertThat(announced())
          .containsExactly(
              new Notice(named.owner(), 1, "weft", "weft/1"),
              new Notice(any.owner(), MemoryHabitat.ANY_PORT, "weft", "weft/1"));
    }
  }

  @Test
  void whoDoesNotWantToOrListensElsewhereOrIsAClientIsNotAnnounced() throws InterruptedException {
    try (Dht shy = open(DhtConfig.builder().port(1));
        Dht client = open(lan(2).client(true).seed("192.0.2.1:1"));
        Dht elsewhere = open(lan(3).bind("127.0.0.1"))) {
      assertThat(announced()).isEmpty();
      assertThat(client.contacts() + shy.contacts()).isOne();
      assertThat(elsewhere.contacts()).isZero();
      try (Dht here = open(lan(4).bind("192.0.2.1"))) {
        assertThat(announced()).extracting(Notice::key).containsExactly(here.owner());
      }
    }
  }

  @Test
  void nodesOfOtherNetworksAndWiresDoNotMeet() throws InterruptedException {
    try (Dht one = open(lan(1));
        Dht other = open(lan(2).network("other"));
        Dht insecure = open(lan(3).secure(false))) {
      assertThat(announced()).extracting(Notice::wire).contains("weft/1 insecure");
      assertThat(one.contacts() + other.contacts() + insecure.contacts()).isZero();
    }
    assertThat(Wire.DROGULUS.name(true)).isEqualTo("drogulus");
  }

  @Test
  void whoIsAbortedIsAnnouncedNoLonger() throws InterruptedException {
    open(lan(1)).abort();
    assertThat(announced()).isEmpty();
  }

  @Test
  void aNodeThatHasLostSightOfAllIsMetAgain() throws InterruptedException {
    Dht first = open(lan(1));
    try (Dht second = open(lan(2))) {
      first.abort();
      environment.sleep(Duration.ofHours(12));
      assertThat(second.contacts()).isZero();
      try (Dht third = open(lan(3))) {
        assertThat(third.contacts()).isOne();
        assertThat(second.contacts()).isOne();
      }
    }
  }

  @Test
  void whereThereIsNoWayToMeetThemNothingStaysOpen() throws Exception {
    habitat.lan = null;
    assertThatExceptionOfType(DhtException.CannotOpen.class)
        .isThrownBy(() -> open(lan(1)))
        .withMessage("there is no JmDNS");
  }
}
