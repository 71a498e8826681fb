package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.weft.drogulus.NetworkKeys;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.drogulus.Whoami;
import dev.weft.item.Identity;
import dev.weft.item.Owner;
import dev.weft.rpc.Transport;
import dev.weft.sim.SimEnvironment;
import dev.weft.sim.Simulated;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is peculiar to the drogulus's wire, as far as that can be seen without a socket. */
class DrogulusWireTest extends Simulated {

  @TempDir Path folder;

  private final DrogulusWire wire = new DrogulusWire();
  private final RsaIdentity alice = NetworkKeys.identity(0);

  private static DhtConfig.Builder client() {
    return DhtConfig.builder().wire(Wire.DROGULUS).client(true).seed("192.0.2.1");
  }

  @Test
  void aClientIsTheSameEachTimeWhereItHasADirectory() throws IOException {
    DhtConfig config = client().data(folder).build();
    Owner first = wire.newIdentity(config);
    assertThat(wire.newIdentity(config).key()).isEqualTo(first.key());
    assertThat(folder.resolve("drogulus-client.pem")).isNotEmptyFile();
    assertThat(wire.identityFile()).isNotEqualTo("drogulus-client.pem");
  }

  @Test
  void withoutADirectoryItIsAnotherEachTime() throws IOException {
    DhtConfig config = client().build();
    assertThat(wire.newIdentity(config).key()).isNotEqualTo(wire.newIdentity(config).key());
  }

  @Test
  void aClientListensOnNothing() throws IOException {
    try (Transport transport = wire.open(environment, alice, client().build())) {
      assertThat(transport.self()).isEmpty();
    }
  }

  @Test
  void whoeverLacksTheParserIsToldWhatToAdd() {
    assertThatIOException()
        .isThrownBy(() -> Library.JACKSON.require("tools.jackson.core.NoSuchParser"))
        .withMessage("the drogulus's wire needs tools.jackson.core:jackson-core on the class path");
    assertThatCode(() -> Library.JACKSON.require("java.lang.String")).doesNotThrowAnyException();
  }

  @Test
  void anotherPortThanTheOneListenedOnCannotBeAdvertised() {
    for (int port : new int[] {0, 1908}) {
      DhtConfig config =
          DhtConfig.builder()
              .wire(Wire.DROGULUS)
              .bind("127.0.0.1")
              .port(port)
              .advertise("192.0.2.7:4000")
              .build();
      assertThatIOException()
          .isThrownBy(() -> wire.open(environment, alice, config))
          .withMessage(
              "the drogulus dials the port that a node listens on: advertise a host without a port,"
                  + " or listen on the port that you advertise");
    }
  }

  @Test
  void aNodeIntroducesItselfAsTheDrogulusDoes() {
    assertThat(wire.introduction(alice, SimEnvironment.START))
        .contains(Whoami.of(alice, SimEnvironment.START));
    Identity other = Identity.fromSecret(new byte[32]);
    assertThat(wire.introduction(other, SimEnvironment.START)).isEmpty();
    assertThat(new WeftWire().introduction(other, SimEnvironment.START)).isEmpty();
  }
}
