package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Key;
import dev.weft.rpc.Sighting;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node says of itself to whom, and what it is told of itself. */
class IntroductionsTest {

  private static final InetAddress HERE = InetAddress.ofLiteral("5.6.7.8");
  private static final InetAddress HERE_6 = InetAddress.ofLiteral("2a00::8");
  private static final InetAddress FAR = InetAddress.ofLiteral("8.8.8.8");
  private static final InetAddress FAR_6 = InetAddress.ofLiteral("2a01::1");
  private static final InetAddress NEAR = InetAddress.ofLiteral("192.168.1.7");
  private static final Key KEY = Key.of("other");

  private final List<Sighting> told = new ArrayList<>();
  private final Introductions introductions = introductions(null);

  private Introductions introductions(InetAddress configured) {
    var made = new Introductions(new Message.Hello("n", new byte[32], 1, configured, "a"));
    made.onSighting(told::add);
    return made;
  }

  private void saysItSees(InetAddress seen, boolean dialled) {
    introductions.met(KEY, FAR, new Message.Hello("n", new byte[32], 1, null, "", seen), dialled);
  }

  @Test
  void itTellsEachWhereItSeesThem() {
    assertThat(introductions.to(FAR).seen()).isEqualTo(FAR);
    assertThat(introductions.to(FAR).advertised()).isNull();
  }

  @Test
  void whatWasFoundIsToldToThoseFarAwayAndOfTheirFamily() {
    introductions.advertise(List.of(HERE, HERE_6));
    assertThat(introductions.to(FAR).advertised()).isEqualTo(HERE);
    assertThat(introductions.to(FAR_6).advertised()).isEqualTo(HERE_6);
    assertThat(introductions.to(NEAR).advertised()).isNull();
    introductions.advertise(List.of(HERE));
    assertThat(introductions.to(FAR_6).advertised()).isNull();
  }

  @Test
  void whatIsConfiguredIsToldToAll() {
    Introductions configured = introductions(HERE);
    configured.advertise(List.of(FAR));
    assertThat(configured.to(FAR).advertised()).isEqualTo(HERE);
    assertThat(configured.to(NEAR).advertised()).isEqualTo(HERE);
  }

  @Test
  void whatOthersSeeIsHandedOnIfItCanBe() {
    saysItSees(HERE, true);
    saysItSees(HERE_6, false);
    saysItSees(null, true);
    saysItSees(InetAddress.ofLiteral("0.0.0.0"), true);
    assertThat(told)
        .containsExactly(new Sighting(KEY, FAR, HERE, false), new Sighting(KEY, FAR, HERE_6, true));
  }

  @Test
  void beforeAnybodyListensNothingIsDone() {
    var quiet = new Introductions(new Message.Hello("n", new byte[32], 1, null, "a"));
    quiet.met(KEY, FAR, new Message.Hello("n", new byte[32], 1, null, "", HERE), true);
    assertThat(told).isEmpty();
  }
}
