package dev.weft.lan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.kademlia.Key;
import dev.weft.runtime.Promise;
import dev.weft.runtime.RealEnvironment;
import dev.weft.sim.SimEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.ArgumentCaptor;

/**
 * JmDNS in earnest, but on the loopback interface, so that no neighbour of this machine hears of
 * it. {@code LanIT} has whole nodes in a network of their own.
 */
@Timeout(30)
class JmdnsStationIT {

  private static final Place LOOPBACK = Village.place("lo", "127.0.0.1", 8);
  private static final Notice ALICE = new Notice(Key.of("alice"), 1908, "w\u00f6ft", "weft/1");
  private static final Notice BOB = new Notice(Key.of("bob"), 1909, "weft", "weft/1");

  private final RealEnvironment environment = new RealEnvironment();
  private final Lan lan = new JmdnsLan(environment);

  @Test
  void nodesHearOfEachOtherAndLeaveNoThreadBehind() throws Exception {
    Promise<InetAddress> alice = environment.promise();
    Promise<InetAddress> bob = environment.promise();
    Thread.currentThread().interrupt(); // which does not shorten it, nor is it lost
    Lan.Station first =
        lan.open(LOOPBACK, ALICE, (who, at) -> (who.equals(BOB) ? bob : alice).complete(at));
    assertThat(Thread.interrupted()).isTrue();
    Lan.Station second =
        lan.open(LOOPBACK, BOB, (who, at) -> (who.equals(ALICE) ? alice : bob).complete(at));
    assertThat(threads()).isNotEmpty();
    assertThat(alice.await(Duration.ofSeconds(10))).contains(LOOPBACK.address());
    assertThat(bob.await(Duration.ofSeconds(10))).contains(LOOPBACK.address());
    environment.start("close", second::close);
    first.close();
    for (int i = 0; i < 500 && !threads().isEmpty(); i++) {
      environment.sleep(Duration.ofMillis(10));
    }
    assertThat(threads()).isEmpty();
  }

  /** Those of JmDNS, and ours that have to do with it. */
  private static Collection<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("weft-") && name.endsWith("-4") || name.contains("JmDNS"))
        .toList();
  }

  @Test
  void theSystemTellsWhereNeighboursCanBeMet() throws IOException {
    assertThat(lan.places()).noneMatch(place -> place.address().isLoopbackAddress());
  }

  @Test
  void whereJmdnsCannotBeMadeTheReasonIsTold() {
    FutureTask<JmDNS> made =
        new FutureTask<>(
            () -> {
              throw new IOException("on purpose");
            });
    made.run();
    assertThatIOException()
        .isThrownBy(() -> JmdnsStation.result(made))
        .withMessageContaining("on purpose");
  }

  @Test
  void whereTheNodeCannotBeAnnouncedNothingStaysOpen() throws IOException {
    JmDNS jmdns = mock();
    when(jmdns.getName()).thenReturn("name");
    doThrow(new IOException("on purpose")).when(jmdns).registerService(any());
    assertThatIOException().isThrownBy(() -> JmdnsStation.begin(jmdns, ALICE, (who, at) -> {}));
    verify(jmdns).close();
  }

  @Test
  void whatIsNoNoticeIsNotHeardOf() throws IOException {
    JmDNS jmdns = mock();
    when(jmdns.getName()).thenReturn("name");
    List<Notice> heard = new ArrayList<>();
    JmdnsStation.begin(jmdns, ALICE, (who, at) -> heard.add(who));
    ArgumentCaptor<ServiceListener> listener = ArgumentCaptor.captor();
    verify(jmdns).addServiceListener(any(), listener.capture());
    ServiceEvent event = mock();
    when(event.getInfo()).thenReturn(ServiceInfo.create(JmdnsStation.TYPE, "x", 1, "no text"));
    listener.getValue().serviceResolved(event);
    listener.getValue().serviceRemoved(event);
    assertThat(heard).isEmpty();
  }

  @Test
  void closingGoesOnWhereJmdnsFailsAndWaitsForThreadsForTwoSecondsAtMost() throws Exception {
    JmDNS jmdns = mock();
    doThrow(new IOException("on purpose")).when(jmdns).close();
    ThreadGroup group = new ThreadGroup("stuck");
    Thread stuck = Thread.ofPlatform().group(group).daemon().start(JmdnsStationIT::hang);
    try (SimEnvironment simulated = new SimEnvironment(1)) {
      simulated.run(() -> new JmdnsStation(simulated, group, jmdns).close());
      assertThat(simulated.elapsed()).isEqualTo(Duration.ofSeconds(2));
    }
    Thread.currentThread().interrupt();
    JmdnsStation.awaitEnd(environment, group);
    assertThat(Thread.interrupted()).isTrue();
    stuck.interrupt();
    stuck.join();
  }

  private static void hang() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
  }
}
