package dev.weft.lan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.sim.Simulated;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That a machine has come into another network is noticed. */
class MovesTest extends Simulated {

  private static final Duration LOOK = Duration.ofSeconds(3);

  private final List<String> told = new ArrayList<>();
  private final Moves moves = new Moves(environment);
  private Set<InetAddress> here = addresses("127.0.0.1", "192.168.7.1");
  private boolean broken;

  private static Set<InetAddress> addresses(String... all) {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (String one : all) {
      addresses.add(InetAddress.ofLiteral(one));
    }
    return addresses;
  }

  private Set<InetAddress> look() throws IOException {
    if (broken) {
      throw new IOException("on purpose");
    }
    return here;
  }

  private void start() throws InterruptedException {
    moves.start(
        new SystemInterfaces(environment, this::look),
        (now, came) -> told.add((came ? "+" : "-") + now.size()));
    settle();
  }

  private void are(String... all) throws InterruptedException {
    here = addresses(all);
    environment.sleep(LOOK);
  }

  @AfterEach
  void end() {
    moves.close();
    moves.close();
  }

  @Test
  void whatIsThereAtTheBeginningIsNoNews() throws InterruptedException {
    start();
    environment.sleep(Duration.ofMinutes(1));
    assertThat(told).isEmpty();
  }

  @Test
  void anAddressThatComesOrGoesIsToldWithinSecondsAndOnce() throws InterruptedException {
    start();
    are("127.0.0.1");
    assertThat(told).containsExactly("-1");
    environment.sleep(Duration.ofMinutes(1));
    are("127.0.0.1", "10.1.2.3");
    environment.sleep(Duration.ofMinutes(1));
    assertThat(told).containsExactly("-1", "+2");
  }

  @Test
  void whatComesAndGoesAllTheTimeIsToldEachFewSeconds() throws InterruptedException {
    start();
    for (int i = 0; i < 20; i++) {
      are("127.0.0.1", "10.1.2." + i);
    }
    assertThat(told.size()).isBetween(8, 13);
  }

  @Test
  void anAddressForOneLinkOrTheMachineItselfIsNotSaidToHaveCome() throws InterruptedException {
    start();
    are("127.0.0.1", "192.168.7.1", "fe80::7", "127.0.0.2");
    assertThat(told).containsExactly("-4");
  }

  @Test
  void whereTheSystemDoesNotTellItIsAskedAgain() throws InterruptedException {
    broken = true;
    start();
    broken = false;
    environment.sleep(LOOK);
    assertThat(told).isEmpty();
    are("127.0.0.1");
    assertThat(told).containsExactly("-1");
  }

  @Test
  void theRealMachineHasAnAddressAtLeastOfItsOwn() throws Exception {
    Interfaces real = Interfaces.ofThisMachine(environment);
    assertThat(real.awaitOther(new LinkedHashSet<>()))
        .isEqualTo(SystemInterfaces.addresses())
        .anyMatch(InetAddress::isLoopbackAddress);
  }
}
