package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** {@code whoami} tells who we are, and asks no network. */
class WhoamiCommandTest {
  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(home);
  }

  @Test
  void tellsTheIdentityInThePlatformsDirectory() throws IOException {
    assertThat(shell.run("whoami")).isZero();
    Path file = home.resolve(".local/share/weft/identity");
    Identity identity = Identity.loadOrCreate(file);
    assertThat(shell.out().lines())
        .containsExactly(
            "key         " + identity.key(),
            "public key  " + HexFormat.of().formatHex(identity.publicKey()),
            "identity    " + file,
            "data        " + file.getParent(),
            "reachable   unknown: no node runs with this directory");
    assertThat(shell.opened).isEmpty();
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void makesAnIdentityWhereThereIsNoneAndTellsPrograms() throws IOException {
    Path data = home.resolve("elsewhere");
    assertThat(shell.run("whoami", "--json", "--data", data.toString())).isZero();
    Identity identity = Identity.loadOrCreate(data.resolve("identity"));
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("key", identity.key().toString())
        .containsEntry("publicKey", HexFormat.of().formatHex(identity.publicKey()))
        .containsEntry("identity", data.resolve("identity").toString())
        .containsEntry("data", data.toString())
        .containsEntry("reachable", "unknown")
        .containsEntry("why", "no node runs with this directory");
  }

  @Test
  void aDirectoryThatIsAFileIsOneClearLine() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "");
    assertThat(shell.run("whoami", "--data", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines()).hasSize(1).first().asString().contains(file.toString());
  }
}
