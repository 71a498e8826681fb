package dev.weft.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.item.Identity;
import dev.weft.item.IdentityFile;
import dev.weft.item.SecretFile;
import dev.weft.tcp.Message;
import dev.weft.tcp.MessageCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Identities and handshakes are what openssl takes for such, and the other way round. */
class OpensslIT {

  private static final char[] PASSPHRASE = "Käse".toCharArray();

  @TempDir private static Path folder;

  private static Programs programs;

  @BeforeAll
  static void requireOpenssl() {
    programs = new Programs(folder);
    Programs.require("openssl", "version");
  }

  @AfterAll
  static void stop() {
    programs.close();
  }

  private static Running openssl(byte[] input, String... args) throws IOException {
    String[] command = new String[args.length + 1];
    command[0] = "openssl";
    System.arraycopy(args, 0, command, 1, args.length);
    return programs.start(new ProcessBuilder(command), input);
  }

  private static String told(String... args) throws Exception {
    return openssl(new byte[0], args).end().done().text();
  }

  private static Path file(String name) {
    return folder.resolve(name);
  }

  /** What openssl tells of a private key, as one line of digits. */
  private static String publicKey(String... args) throws Exception {
    String text = told(args).replaceAll("[\\s:]", "");
    return text.substring(text.indexOf("pub") + 3);
  }

  @Test
  void opensslReadsWhatWeftKeepsAndExports() throws Exception {
    Identity identity = Identity.loadOrCreate(file("identity"));
    String expected = HexFormat.of().formatHex(identity.publicKey());
    String kept = file("identity").toString();
    assertThat(publicKey("pkey", "-in", kept, "-text", "-noout")).isEqualTo(expected);

    SecretFile.create(
        file("locked.pem"),
        IdentityFile.encode(file("identity"), Optional.empty(), Optional.of(PASSPHRASE)));
    SecretFile.create(file("passphrase"), new String(PASSPHRASE) + "\n");
    String locked = file("locked.pem").toString();
    String passphrase = "file:" + file("passphrase");
    assertThat(publicKey("pkey", "-in", locked, "-passin", passphrase, "-text", "-noout"))
        .isEqualTo(expected);
  }

  @Test
  void weftReadsWhatOpensslMakes() throws Exception {
    String clear = file("clear.pem").toString();
    told("genpkey", "-algorithm", "ed25519", "-out", clear);
    String expected = publicKey("pkey", "-in", clear, "-text", "-noout");
    assertThat(Identity.loadOrCreate(file("clear.pem")).publicKeyText()).isEqualTo(expected);

    String locked = file("aes.pem").toString();
    told("genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:secret", "-out", locked);
    expected = publicKey("pkey", "-in", locked, "-passin", "pass:secret", "-text", "-noout");
    Identity read = Identity.loadOrCreate(file("aes.pem"), "secret".toCharArray());
    assertThat(read.publicKeyText()).isEqualTo(expected);
  }

  @Test
  void opensslShakesHandsWithANodeWhichThenHearsIt() throws Exception {
    String key = file("client.pem").toString();
    String certificate = file("client.crt").toString();
    told("genpkey", "-algorithm", "ed25519", "-out", key);
    told("req", "-x509", "-new", "-key", key, "-subj", "/CN=anybody", "-out", certificate);
    Identity client = Identity.loadOrCreate(file("client.pem"));
    Identity node = Identity.generate();
    try (Dht dht = Dht.open(DhtConfig.builder().port(0).bind("127.0.0.1").identity(node).build())) {
      int port = dht.self().orElseThrow().address().getPort();
      String text = sClient(port, key, certificate, hello(client));
      assertThat(text).contains("TLSv1.3", "TLS_AES_128_GCM_SHA256", "X25519");
      byte[] shown =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(
                      text.substring(text.indexOf("-----BEGIN")).getBytes(US_ASCII)))
              .getPublicKey()
              .getEncoded();
      assertThat(HexFormat.of().formatHex(shown)).endsWith(node.publicKeyText());
    }
  }

  /** All that openssl says until the node has answered. */
  private static String sClient(int port, String key, String certificate, byte[] sent)
      throws Exception {
    var builder =
        new ProcessBuilder(
            "openssl",
            "s_client",
            "-connect",
            "127.0.0.1:" + port,
            "-tls1_3",
            "-key",
            key,
            "-cert",
            certificate);
    Process process = builder.redirectErrorStream(true).start();
    try {
      process.getOutputStream().write(sent);
      process.getOutputStream().flush();
      var text = new StringBuilder();
      byte[] bytes = new byte[8 << 10];
      while (text.indexOf("weft\0\1") < 0) { // of the node's HELLO
        int count = process.getInputStream().read(bytes);
        assertThat(count).as("an answer of the node's after %s", text).isPositive();
        text.append(new String(bytes, 0, count, ISO_8859_1));
      }
      return text.toString();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static byte[] hello(Identity from) {
    byte[] payload =
        MessageCodec.encode(new Message.Hello("weft", from.publicKey(), 0, null, "openssl"));
    String frame = payload.length + ":" + new String(payload, ISO_8859_1) + ",";
    return frame.getBytes(ISO_8859_1);
  }
}
