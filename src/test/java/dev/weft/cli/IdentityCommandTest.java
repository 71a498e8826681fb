package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Identity;
import dev.weft.item.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** Identities are carried from place to place, and encrypted; none is lost. */
class IdentityCommandTest {

  /** openssl pkcs8 -topk8 -v2 aes256 -passout pass:x, of the secret of zeros. */
  private static final String ENCRYPTED =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhu4KtKr705KAICCAAw
      DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEGmzzVJSjn4T/h66p3QannYEQLvY
      d3JQcS17fccxTXxmIxdGaA4nFsE/6gN5p7YQPU1JEk5iEWJnzQ9ftn6PgdE0t+jl
      bN7T+kIGcnKqI0qybzE=
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  private static final String KEY = Shell.ALICE.key().toString();

  @TempDir private Path home;
  private Path data;
  private Path identity;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(home);
    data = home.resolve(".local/share/weft");
    identity = data.resolve("identity");
  }

  private void encryptIdentity() throws IOException {
    Files.delete(identity);
    SecretFile.create(identity, ENCRYPTED);
  }

  private String secretFile(String name, String text) throws IOException {
    Path file = home.resolve(name);
    SecretFile.create(file, text);
    return file.toString();
  }

  private void fails(String message, String... args) {
    assertThat(shell.run(args)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines()).hasSize(1).first().asString().contains(message);
    shell.err.reset();
  }

  @Test
  void anExportIsOfTheSameIdentityAndItsOwnersAlone() throws IOException {
    Path file = home.resolve("id.pem");
    assertThat(shell.run("identity", "export", file.toString())).isZero();
    assertThat(shell.out().lines())
        .containsExactly("key         " + KEY, "identity    " + file, "encrypted   no");
    assertThat(file).content().startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Identity.loadOrCreate(file).key()).isEqualTo(Shell.ALICE.key());
    String text = Files.readString(file);
    fails("is there already, and stays as it is", "identity", "export", file.toString());
    assertThat(file).hasContent(text);
  }

  @Test
  void whereThereIsNoIdentityNoneIsExported() {
    fails(
        "there is no identity in " + home.resolve("none/identity") + "; weft whoami makes one",
        "identity",
        "export",
        "x",
        "--data",
        home.resolve("none").toString());
  }

  @Test
  void anExportIsEncryptedAsIsAskedFor() throws IOException {
    encryptIdentity();
    shell.variables.put("WEFT_PASSPHRASE", "x");
    Path clear = home.resolve("clear.pem");
    assertThat(shell.run("identity", "export", "--json", "--clear", clear.toString())).isZero();
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("key", KEY)
        .containsEntry("identity", clear.toString())
        .containsEntry("encrypted", false);
    assertThat(Identity.loadOrCreate(clear).key()).isEqualTo(Shell.ALICE.key());
    shell.out.reset();

    Path other = home.resolve("other.pem");
    String y = secretFile("y", "y\nthe rest does not matter\n");
    assertThat(shell.run("identity", "export", "--new-passphrase-file", y, other.toString()))
        .isZero();
    assertThat(shell.out().lines())
        .containsExactly("key         " + KEY, "identity    " + other, "encrypted   yes");
    assertThat(Identity.loadOrCreate(other, "y".toCharArray()).key()).isEqualTo(Shell.ALICE.key());

    fails("mutually exclusive", "identity", "export", "--clear", "--new-passphrase-file", y, "z");
  }

  @Test
  void anIdentityThatIsThereIsReplacedByForceAloneAndKept() throws IOException {
    String before = Files.readString(identity);
    Identity other = Identity.loadOrCreate(home.resolve("other"));
    fails("--force puts this one in its place", "identity", "import", home + "/other");
    assertThat(identity).hasContent(before);

    assertThat(shell.run("identity", "import", "--force", home + "/other")).isZero();
    assertThat(Identity.loadOrCreate(identity).key()).isEqualTo(other.key());
    assertThat(data.resolve("identity.old")).hasContent(before);
    assertThat(shell.err())
        .isEqualToIgnoringNewLines(
            "weft: the identity that was there is kept in " + data.resolve("identity.old"));
    assertThat(shell.out()).contains(other.key().toString());
  }

  @Test
  void whatCannotBeReadReplacesNothing() throws IOException {
    String before = Files.readString(identity);
    String file = secretFile("bad", "what");
    fails("holds no identity", "identity", "import", "--force", file);
    fails("there is no file", "identity", "import", "--force", home + "/none");
    assertThat(identity).hasContent(before);
    try (Stream<Path> files = Files.list(data)) {
      assertThat(files).containsExactly(identity);
    }
  }

  @Test
  void whatOpensslEncryptedIsImportedAndDecryptedWhereThatIsAskedFor() throws IOException {
    String file = secretFile("id.pem", ENCRYPTED);
    String x = secretFile("x", "x");
    Path there = home.resolve("there");
    assertThat(
            shell.run(
                "identity",
                "import",
                "--clear",
                "--passphrase-file",
                x,
                file,
                "--data",
                there.toString()))
        .isZero();
    assertThat(Identity.loadOrCreate(there.resolve("identity")).key()).isEqualTo(Shell.ALICE.key());
  }

  @Test
  void theIdentityOfTheDrogulusIsAlreadyAFileForOpenssl() {
    fails("as it is", "identity", "export", "--wire", "drogulus", "x");
    fails("as it is", "identity", "import", "--wire", "drogulus", "x");
    fails("export or import?", "identity");
  }

  @Test
  void everyCommandOpensAnEncryptedIdentityWithItsPassphrase() throws IOException {
    encryptIdentity();
    String x = secretFile("x", "x\r\n");
    assertThat(shell.run("whoami", "--passphrase-file", x)).isZero();
    assertThat(shell.out()).contains(KEY, "encrypted   yes");
    assertThat(shell.run("get", "a", "--passphrase-file", x)).isEqualTo(ExitCode.NOT_FOUND);
    shell.variables.put("WEFT_PASSPHRASE", "x");
    assertThat(shell.run("lookup", "a")).isNotEqualTo(ExitCode.USAGE);
    assertThat(shell.opened)
        .hasSize(2)
        .allSatisfy(
            config ->
                assertThat(config.identity().orElseThrow().key()).isEqualTo(Shell.ALICE.key()));
  }

  @Test
  void anIdentityInTheClearIsLeftToTheNodeToRead() {
    shell.run("get", "a");
    assertThat(shell.opened.getFirst().identity()).isEmpty();
    assertThat(shell.opened.getFirst().data()).contains(data);
  }

  @Test
  void aMissingOrWrongPassphraseIsOneClearLine() throws IOException {
    encryptIdentity();
    String message = identity + " is encrypted: name the file of its passphrase by";
    fails(message, "whoami");
    fails(message, "get", "a");
    shell.variables.put("WEFT_PASSPHRASE", "");
    fails(message, "whoami");
    shell.variables.put("WEFT_PASSPHRASE", "y");
    fails(identity + " is encrypted with another passphrase", "whoami");
    String empty = secretFile("empty", "");
    fails(
        "there is no passphrase in the first line of " + empty,
        "whoami",
        "--passphrase-file",
        empty);
    String readable = secretFile("readable", "x");
    Files.setPosixFilePermissions(Path.of(readable), PosixFilePermissions.fromString("rw-r--r--"));
    fails("chmod 600 " + readable, "whoami", "--passphrase-file", readable);
    assertThat(shell.opened).isEmpty();
  }

  @Test
  void onATerminalThePassphraseIsAskedForOnceAndOnlyIfNeeded() throws IOException {
    shell.terminal = true;
    shell.prompt =
        question -> {
          throw new AssertionError("nothing to ask for");
        };
    assertThat(shell.run("whoami")).isZero();

    encryptIdentity();
    var asked = new StringBuilder();
    shell.prompt =
        question -> {
          asked.append(question);
          return "x".toCharArray();
        };
    assertThat(shell.run("get", "a")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(asked).hasToString("passphrase of " + identity + ": ");

    shell.prompt = question -> null;
    shell.err.reset();
    fails("is encrypted: name the file", "whoami");
  }

  @Test
  void aPassphraseForAnIdentityInTheClearIsTold() throws IOException {
    shell.variables.put("WEFT_PASSPHRASE", "x");
    assertThat(shell.run("whoami")).isZero();
    assertThat(shell.out()).contains(KEY).doesNotContain("encrypted");
    assertThat(shell.err().lines())
        .containsExactly(
            "weft: there is a passphrase, but "
                + identity
                + " is not encrypted; encrypt it by: weft identity import --force "
                + identity);
    shell.err.reset();
    assertThat(shell.run("whoami", "--data", home + "/new")).isZero();
    assertThat(shell.err()).isEmpty();
    assertThat(home.resolve("new/identity")).content().contains("BEGIN ENCRYPTED");
  }

  @Test
  void identitiesOfTheDrogulusHaveNoPassphrase() throws IOException {
    String x = secretFile("x", "x");
    fails("are not encrypted", "whoami", "--wire", "drogulus", "--passphrase-file", x);
    shell.variables.put("WEFT_PASSPHRASE", "x");
    shell.run("get", "a", "--wire", "drogulus");
    assertThat(shell.opened.getFirst().identity()).isEmpty();
    assertThat(shell.err()).doesNotContain("encrypt");
  }
}
