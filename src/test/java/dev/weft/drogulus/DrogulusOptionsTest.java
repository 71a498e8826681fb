package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrogulusOptionsTest {

  private static DrogulusOptions options(int port, int connections) {
    var bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new DrogulusOptions(Optional.of(bind), Optional.empty(), connections);
  }

  @Test
  void aNodeListensOnPortsThatTheDrogulusAccepts() {
    assertThat(options(0, 1).bind()).isPresent();
    assertThat(options(49_151, 1).bind()).isPresent();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(49_152, 1))
        .withMessageContaining("49151");
  }

  @Test
  void aClientListensNowhereButHasConnections() {
    assertThat(new DrogulusOptions(Optional.empty(), Optional.empty(), 1).bind()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(0, 0))
        .withMessageContaining("connections");
  }
}
