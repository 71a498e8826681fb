package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PortsTest {

  private final RandomGenerator random = mock(RandomGenerator.class);
  private final List<Integer> tried = new ArrayList<>();
  private final Deque<ServerSocket> sockets = new ArrayDeque<>();

  private ServerSocket given(int port) {
    ServerSocket socket = mock(ServerSocket.class);
    when(socket.getLocalPort()).thenReturn(port);
    sockets.add(socket);
    return socket;
  }

  private ServerSocket open(InetSocketAddress address) throws IOException {
    tried.add(address.getPort());
    if (address.getPort() == 20_000) {
      throw new BindException("taken");
    }
    return sockets.remove();
  }

  private ServerSocket listen(int port) throws IOException {
    var bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return Ports.listen(random, bind, this::open);
  }

  @Test
  void aPortThatTheDrogulusAcceptsIsKept() throws IOException {
    ServerSocket given = given(49_151);
    assertThat(listen(0)).isSameAs(given);
    assertThat(tried).containsExactly(0);
  }

  @Test
  void insteadOfAPortThatIsTooHighAnotherIsTried() throws IOException {
    ServerSocket tooHigh = given(49_152);
    ServerSocket given = given(30_000);
    when(random.nextInt(10_000, 49_152)).thenReturn(30_000);
    assertThat(listen(0)).isSameAs(given);
    assertThat(tried).containsExactly(0, 30_000);
    verify(tooHigh).close();
  }

  @Test
  void wherePortsAreTakenOthersAreTried() throws IOException {
    given(60_000);
    given(60_001);
    ServerSocket given = given(30_000);
    when(random.nextInt(10_000, 49_152)).thenReturn(20_000, 30_000);
    assertThat(listen(0)).isSameAs(given);
    assertThat(tried).containsExactly(0, 20_000, 0, 30_000);
  }

  @Test
  void aPortThatIsAskedForIsTheOnlyOneThatIsTried() {
    assertThatThrownBy(() -> listen(20_000)).isInstanceOf(BindException.class);
    assertThat(tried).containsExactly(20_000);
  }
}
