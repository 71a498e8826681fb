package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.kademlia.Contact;
import dev.weft.rpc.Caller;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpOptionsTest {

  private final Samples samples = new Samples(7);

  @Test
  void aNetworksNameFitsHello() {
    assertThat(TcpOptions.client().withNetwork("x".repeat(255)).network()).hasSize(255);
    assertThatThrownBy(() -> TcpOptions.client().withNetwork("é".repeat(128)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "224.0.0.1"})
  void nobodyAdvertisesWhatCannotBeReached(String host) {
    var address = new InetSocketAddress(host, 1908);
    assertThatThrownBy(() -> TcpOptions.client().withAdvertised(address))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nobodyAdvertisesAName() {
    var address = InetSocketAddress.createUnresolved("nowhere.invalid", 1908);
    assertThatThrownBy(() -> TcpOptions.client().withAdvertised(address))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCallerIsWhereItSaysIfThatCanBeAndElseWhereItIsSeen() throws UnknownHostException {
    var key = samples.key();
    InetAddress seen = samples.address();
    InetAddress said = samples.address();
    assertThat(Introductions.caller(key, hello(1, said), seen))
        .isEqualTo(Caller.node(new Contact(key, new InetSocketAddress(said, 1))));
    assertThat(Introductions.caller(key, hello(1, null), seen))
        .isEqualTo(Caller.node(new Contact(key, new InetSocketAddress(seen, 1))));
    assertThat(Introductions.caller(key, hello(1, InetAddress.getByName("0.0.0.0")), seen))
        .isEqualTo(Caller.node(new Contact(key, new InetSocketAddress(seen, 1))));
    assertThat(Introductions.caller(key, hello(0, said), seen)).isEqualTo(Caller.client(key));
  }

  @Test
  void whoCallsFromTheInternetIsInNoPrivateNetwork() throws UnknownHostException {
    var key = samples.key();
    InetAddress seen = InetAddress.getByName("8.8.8.8");
    for (String said : List.of("127.0.0.1", "10.0.0.1", "203.0.113.7")) {
      assertThat(Introductions.caller(key, hello(1, InetAddress.getByName(said)), seen))
          .isEqualTo(Caller.node(new Contact(key, new InetSocketAddress(seen, 1))));
    }
    InetAddress other = InetAddress.getByName("9.9.9.9");
    assertThat(Introductions.caller(key, hello(1, other), seen))
        .isEqualTo(Caller.node(new Contact(key, new InetSocketAddress(other, 1))));
    assertThat(Introductions.caller(key, hello(0, null), seen)).isEqualTo(Caller.client(key));
  }

  private Message.Hello hello(int port, InetAddress advertised) {
    return new Message.Hello("weft", samples.bytes(32), port, advertised, "test");
  }
}
