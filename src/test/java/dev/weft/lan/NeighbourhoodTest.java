package dev.weft.lan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Promise;
import dev.weft.sim.Simulated;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom a node meets nearby, and where it is announced. */
class NeighbourhoodTest extends Simulated {

  private static final Notice SELF = notice("self");
  private static final Place AWAY = Village.place("wlan0", "10.1.2.3", 8);
  private static final InetAddress NEAR = InetAddress.ofLiteral("192.168.7.9");

  private final Village village = new Village();
  private final Neighbourhood neighbourhood = new Neighbourhood(environment, village);
  private final List<List<Contact>> met = new ArrayList<>();

  private static Notice notice(String name) {
    return new Notice(Key.of(name), 1908, "weft", "weft/1");
  }

  private static Contact contact(String name, InetAddress at) {
    return new Contact(Key.of(name), new InetSocketAddress(at, 1908));
  }

  private void start() throws InterruptedException {
    start(met::add);
  }

  private void start(Neighbourhood.Meeting meeting) throws InterruptedException {
    neighbourhood.start(SELF, _ -> true, meeting);
    settle();
  }

  private void say(Notice who) {
    village.say(Village.HOME, who, NEAR);
  }

  @AfterEach
  void end() {
    neighbourhood.close();
    assertThat(village.announced.values()).allMatch(List::isEmpty);
  }

  @Test
  void whoIsHeardOfIsMet() throws InterruptedException {
    start();
    assertThat(village.announced.get(Village.HOME)).containsExactly(SELF);
    say(notice("a"));
    settle();
    say(notice("b"));
    settle();
    assertThat(met).containsExactly(List.of(contact("a", NEAR)), List.of(contact("b", NEAR)));
  }

  @Test
  void whoIsNoneOfOursOrCannotBeThereIsIgnored() throws InterruptedException {
    start();
    say(new Notice(Key.of("a"), 1908, "other", "weft/1"));
    say(new Notice(Key.of("b"), 1908, "weft", "drogulus"));
    say(new Notice(Key.of("c"), 0, "weft", "weft/1"));
    say(SELF);
    village.say(Village.HOME, notice("d"), InetAddress.ofLiteral("192.168.8.9"));
    village.say(Village.HOME, notice("e"), InetAddress.ofLiteral("fd00::9"));
    settle();
    assertThat(met).isEmpty();
  }

  @Test
  void eightAreMetAtOnceAndOfOneKeyOneAddress() throws InterruptedException {
    Promise<Boolean> go = environment.promise();
    start(
        found -> {
          met.add(found);
          go.await();
        });
    say(notice("first"));
    settle();
    village.say(Village.HOME, notice("a0"), InetAddress.ofLiteral("192.168.7.10"));
    for (int i = 0; i < 9; i++) {
      say(notice("a" + i));
      say(notice("a" + i));
    }
    go.complete(true);
    settle();
    assertThat(met).extracting(List::size).containsExactly(1, 8, 2);
    assertThat(met.get(1)).contains(contact("a0", InetAddress.ofLiteral("192.168.7.10")));
    assertThat(met.get(2)).containsExactly(contact("a0", NEAR), contact("a8", NEAR));
  }

  @Test
  void ofThoseThatWaitMoreThan64AreForgotten() throws InterruptedException {
    Promise<Boolean> go = environment.promise();
    start(
        found -> {
          met.add(found);
          go.await();
        });
    say(notice("first"));
    settle();
    for (int i = 0; i < 70; i++) {
      say(notice("a" + i));
    }
    go.complete(true);
    settle();
    assertThat(met.stream().mapToInt(List::size).sum()).isEqualTo(65);
  }

  @Test
  void aNetworkThatComesIsUsedWithinSecondsAndOneThatGoesNoLonger() throws InterruptedException {
    start();
    village.places.set(0, AWAY);
    environment.sleep(Duration.ofSeconds(5));
    assertThat(village.announced.get(AWAY)).containsExactly(SELF);
    assertThat(village.announced.get(Village.HOME)).isEmpty();
    environment.sleep(Duration.ofSeconds(20));
    assertThat(village.announced.get(AWAY)).containsExactly(SELF);
  }

  @Test
  void whereTheNodeDoesNotListenItIsNotAnnounced() throws InterruptedException {
    village.places.add(AWAY);
    neighbourhood.start(SELF, AWAY.address()::equals, met::add);
    settle();
    assertThat(village.announced).containsOnlyKeys(AWAY);
  }

  @Test
  void whatDoesNotWorkIsTriedAgain() throws InterruptedException {
    village.broken = true;
    start();
    environment.sleep(Duration.ofSeconds(10));
    village.deaf = true;
    environment.sleep(Duration.ofSeconds(10));
    assertThat(village.announced).isEmpty();
    village.broken = false;
    village.deaf = false;
    environment.sleep(Duration.ofSeconds(5));
    assertThat(village.announced.get(Village.HOME)).containsExactly(SELF);
  }

  @Test
  void whoLeavesMeetsNobodyAnyMoreAndMayBeClosedAnyNumberOfTimes() throws InterruptedException {
    start();
    neighbourhood.leave();
    settle();
    assertThat(village.announced.get(Village.HOME)).isEmpty();
    neighbourhood.close();
    neighbourhood.close();
    neighbourhood.start(SELF, _ -> true, met::add);
    settle();
    assertThat(village.announced.get(Village.HOME)).isEmpty();
  }

  @Test
  void whereThereIsNoLocalNetworkNothingIsFound() throws Exception {
    assertThat(Lan.NONE.places()).isEmpty();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Lan.NONE.open(AWAY, SELF, (who, at) -> {}))
        .withMessage("there is no local network");
  }
}
