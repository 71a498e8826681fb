package dev.weft.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.Identity;
import dev.weft.runtime.Background;
import dev.weft.sim.Simulated;
import dev.weft.socket.MemoryLine;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.tls.TlsClientProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TlsLineTest extends Simulated {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final MemoryLine[] lines = MemoryLine.pair(HERE);
  private final Identity one = identity(1);
  private final Identity two = identity(2);

  private static Identity identity(int number) {
    byte[] secret = new byte[32];
    secret[0] = (byte) number;
    return Identity.fromSecret(secret);
  }

  @AfterEach
  void close() {
    lines[0].close();
  }

  private Background<TlsLine> opening(TlsLine line) {
    return Background.of(
        environment,
        () -> {
          line.open();
          return line;
        });
  }

  private Background<TlsLine> dialled(TlsIdentity self) {
    return opening(TlsLine.dialled(lines[0], self));
  }

  private Background<TlsLine> accepted(TlsIdentity self) {
    return opening(TlsLine.accepted(lines[1], self));
  }

  private TlsLine[] pair() throws Exception {
    Background<TlsLine> dialled = dialled(TlsIdentity.of(one));
    TlsLine accepted = accepted(TlsIdentity.of(two)).result();
    return new TlsLine[] {dialled.result(), accepted};
  }

  @Test
  void eachSideProvesItsKey() throws Exception {
    TlsLine[] pair = pair();
    assertThat(pair[0].peer()).isEqualTo(two.publicKey());
    assertThat(pair[1].peer()).isEqualTo(one.publicKey());
    assertThat(pair[0].remote()).isEqualTo(HERE);
  }

  @Test
  void bytesPassInBothDirections() throws Exception {
    TlsLine[] pair = pair();
    byte[] many = new byte[100_000];
    new Random(1).nextBytes(many);
    Background<byte[]> there =
        Background.of(environment, () -> pair[1].in().readNBytes(many.length));
    pair[0].out().write(many);
    assertThat(there.result()).isEqualTo(many);
    pair[1].out().write(many, 0, 1_000);
    assertThat(pair[0].in().readNBytes(1_000)).isEqualTo(Arrays.copyOf(many, 1_000));
    pair[1].out().write(200);
    assertThat(pair[0].in().read()).isEqualTo(200);
  }

  @Test
  void nothingOfItIsReadableOnTheWay() throws Exception {
    TlsLine[] pair = pair();
    pair[0].out().write("Towcester".getBytes(ISO_8859_1));
    byte[] seen = new byte[1_000];
    int count = lines[1].in().read(seen);
    assertThat(new String(seen, 0, count, ISO_8859_1)).doesNotContain("Towcester");
  }

  @Test
  void theEndOfTheLineBelowIsTheEnd() throws Exception {
    TlsLine[] pair = pair();
    pair[0].close();
    assertThat(pair[1].in().read()).isNegative();
    assertThatThrownBy(() -> pair[1].out().write(1)).isInstanceOf(IOException.class);
  }

  @Test
  void whoSaysThatItClosesHasClosed() throws Exception {
    Background<TlsLine> accepted = accepted(TlsIdentity.of(two));
    var client = new TlsClientProtocol(lines[0].in(), lines[0].out());
    client.connect(new DiallingSide(TlsIdentity.of(one)));
    TlsLine line = accepted.result();
    client.close();
    assertThat(line.in().read()).isNegative();
    assertThatThrownBy(() -> line.out().write(1)).isInstanceOf(IOException.class);
  }

  @Test
  void whatWasChangedOnTheWayIsNotTaken() throws Exception {
    TlsLine[] pair = pair();
    pair[0].out().write(new byte[50]);
    byte[] record = new byte[1_000];
    int count = lines[1].in().read(record);
    record[count - 1] ^= 1;
    lines[0].out().write(record, 0, count);
    assertThatThrownBy(() -> pair[1].in().read()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> pair[1].out().write(1)).isInstanceOf(IOException.class);
  }

  @Test
  void aCertificateOfAnothersKeyProvesNothing() throws Exception {
    Background<TlsLine> impostor = dialled(new TlsIdentity(identity(3), Certificates.make(one)));
    Background<TlsLine> accepted = accepted(TlsIdentity.of(two));
    assertThat(accepted.failure()).isInstanceOf(TlsException.class).hasMessageContaining("decrypt");
    assertThat(impostor.result().peer()).isEqualTo(two.publicKey());
    assertThatThrownBy(() -> impostor.result().in().read()).isInstanceOf(IOException.class);
  }

  @Test
  void aCertificateThatWasChangedIsRefusedAndItsOwnerToldSo() throws Exception {
    byte[] changed = Certificates.make(two);
    changed[new String(changed, ISO_8859_1).indexOf("weft")] ^= 1;
    Background<TlsLine> dialled = dialled(TlsIdentity.of(one));
    Background<TlsLine> accepted = accepted(new TlsIdentity(two, changed));
    assertThat(dialled.failure())
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("bad_certificate");
    assertThat(accepted.failure())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended the TLS handshake: bad_certificate");
  }

  @Test
  void whoShowsNoCertificateIsRefused() throws Exception {
    Background<TlsLine> accepted = accepted(TlsIdentity.of(two));
    var client = new TlsClientProtocol(lines[0].in(), lines[0].out());
    client.connect(new Nameless(TlsIdentity.of(one).crypto()));
    assertThat(accepted.failure())
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("shows no certificate");
  }

  @Test
  void whoDialsInTheClearIsToldFromTls() throws Exception {
    Background<TlsLine> accepted = accepted(TlsIdentity.of(two));
    lines[0].out().write("9:".getBytes(ISO_8859_1));
    assertThat(accepted.failure())
        .isInstanceOf(UnlikeException.class)
        .hasMessageStartingWith("the node speaks TLS, and was dialled in the clear; ");
  }

  @Test
  void whoAnswersInTheClearIsToldFromTls() throws Exception {
    Background<TlsLine> dialled = dialled(TlsIdentity.of(one));
    lines[1].out().write("9:".getBytes(ISO_8859_1));
    assertThat(dialled.failure())
        .isInstanceOf(UnlikeException.class)
        .hasMessageStartingWith("the node speaks in the clear, and was dialled by TLS; ");
  }

  @Test
  void whoLeavesInTheHandshakeHasNotProvedAnything() throws Exception {
    Background<TlsLine> accepted = accepted(TlsIdentity.of(two));
    OutputStream out = lines[0].out();
    out.write(new byte[] {TlsLine.FIRST_BYTE, 3});
    out.write(new byte[] {1, 0});
    lines[0].close();
    assertThat(accepted.failure())
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("closed in the TLS handshake");
  }

  @Test
  void garbageIsNoHandshake() throws Exception {
    Background<TlsLine> accepted = accepted(TlsIdentity.of(two));
    lines[0].out().write("GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
    assertThat(accepted.failure()).isInstanceOf(TlsException.class);
  }
}
