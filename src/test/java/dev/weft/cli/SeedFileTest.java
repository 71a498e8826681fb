package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.drogulus.JsonValue;
import dev.weft.drogulus.NetworkKeys;
import dev.weft.drogulus.Peers;
import dev.weft.drogulus.RsaPublicKey;
import dev.weft.kademlia.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --seed-file} names the nodes to join through, as the drogulus's {@code peers.json}. */
class SeedFileTest {

  private static final RsaPublicKey ALICE = NetworkKeys.identity(0).publicKey();
  private static final RsaPublicKey BOB = NetworkKeys.identity(1).publicKey();
  private static final Seed AT = Seed.parse("192.0.2.1:4000");
  private static final String OTHERWISE =
      "; name another file, or a node with --seed (see: weft lookup --help)";

  @TempDir private Path home;
  private Shell shell;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(home);
    file = home.resolve("peers.json");
    shell.opener =
        config -> {
          shell.opened.add(config);
          throw new InterruptedException();
        };
  }

  private int run(String content, String... more) throws IOException {
    Files.writeString(file, content);
    return shell.run(args(more));
  }

  private String[] args(String... more) {
    String[] args = {"lookup", "x", "--wire=drogulus", "--seed-file=" + file};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  private static Seed seed(RsaPublicKey key) {
    return new Seed(Optional.of(key.id()), AT.host(), AT.port());
  }

  @Test
  void itsContactsAreTheSeeds() throws IOException {
    run(Peers.fileFor(ALICE, AT));
    assertThat(shell.opened.getFirst().seeds()).containsExactly(seed(ALICE));
    assertThat(shell.err().lines()).containsExactly("weft: interrupted");
  }

  @Test
  void seedsThatAreNamedComeBeforeThem() throws IOException {
    run(Peers.fileFor(ALICE, AT), "--seed=h:1");
    assertThat(shell.opened.getFirst().seeds()).containsExactly(Seed.parse("h:1"), seed(ALICE));
  }

  @Test
  void aNodeJoinsThroughThemToo() throws IOException {
    Files.writeString(file, Peers.fileFor(ALICE, AT));
    shell.run("node", "--wire=drogulus", "--seed-file=" + file);
    assertThat(shell.opened.getFirst().seeds()).containsExactly(seed(ALICE));
  }

  @Test
  void whatIsOfNoUseIsToldAndTheRestIsUsed() throws IOException {
    String good = Peers.fileFor(ALICE, AT);
    String two = good.replace("[{", "[{\"uri\":\"no\\nwhere\",\"public_key\":\"\"},{");
    run(
        two.replace(
            "\"blacklist\":[]", "\"blacklist\":[" + JsonValue.of(BOB.text()).toJson() + "]"));
    assertThat(shell.opened.getFirst().seeds()).containsExactly(seed(ALICE));
    assertThat(shell.err().lines())
        .containsExactly(
            "weft: "
                + file
                + ": left out contact 1: no where has a public_key that is no RSA key as PKCS#1 in"
                + " PEM",
            "weft: "
                + file
                + ": of the blacklist (1 key) none is asked to join, but whoever comes is answered",
            "weft: interrupted");
  }

  @Test
  void aFileWithoutAnyOfUseIsRefused() throws IOException {
    assertThat(run("{\"contacts\":[],\"blacklist\":[]}")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: " + file + " has no contact that can be used" + OTHERWISE);
    assertThat(shell.opened).isEmpty();
  }

  @Test
  void aFileOfAnotherFormIsRefusedWithTheFormThatIsWanted() throws IOException {
    assertThat(run("{\"nodes\":[]}")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly(
            "weft: "
                + file
                + " is no peers.json, {\"contacts\":[{\"public_key\",\"version\",\"uri\"}],"
                + "\"blacklist\":[]}: the member contacts is missing"
                + OTHERWISE);
    assertThat(shell.opened).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(shell.run(args())).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: " + file + " cannot be read: there is no file " + file + OTHERWISE);
  }

  @Test
  void onWeftsOwnWireItHasASeedALine() throws IOException {
    Files.writeString(file, "# ours\n\n a:1 # the first\nhttp://b\n[::1]\n");
    shell.run("lookup", "x", "--seed-file=" + file);
    assertThat(shell.opened.getFirst().seeds())
        .containsExactly(Seed.parse("a:1"), Seed.parse("[::1]:1908"));
    assertThat(shell.err().lines().findFirst().orElseThrow())
        .startsWith("weft: " + file + ": left out not an address: http://b");
  }
}
