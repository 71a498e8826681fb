package dev.weft.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.kademlia.Key;
import dev.weft.runtime.FanOut;
import dev.weft.runtime.RealEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFileTest {

  private static final String FIRST_FORM = "weft-identity-1 " + "00".repeat(32) + "\n";

  @TempDir Path folder;

  /** Found by fuzzing. */
  @Test
  void aFileOfTheFirstFormThatEndsAfterItsHeadHoldsNoIdentity() throws IOException {
    Path file = folder.resolve("identity");
    SecretFile.create(file, "weft-identity-1 ");
    assertThatIOException()
        .isThrownBy(() -> Identity.loadOrCreate(file))
        .withMessageContaining("holds no identity");
  }

  @Test
  void anIdentityIsMadeInMissingFoldersAndReadAgain() throws IOException {
    Path file = folder.resolve("a/b/identity");
    Identity made = Identity.loadOrCreate(file);
    Identity read = Identity.loadOrCreate(file);
    assertThat(read.key()).isEqualTo(made.key());
    assertThat(read.sign(new byte[1])).isEqualTo(made.sign(new byte[1]));
  }

  @Test
  void theFileIsItsOwnersAloneAndNothingIsLeftBesideIt() throws IOException {
    Path file = folder.resolve("identity");
    Identity.loadOrCreate(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file)
        .content()
        .matches("-----BEGIN PRIVATE KEY-----\\R\\S{64}\\R-----END PRIVATE KEY-----\\R");
    assertThat(files(folder)).containsExactly(file);
  }

  @Test
  void aFileThatOthersHaveAccessToIsRefusedWithTheRemedy() throws IOException {
    Path file = folder.resolve("identity");
    Key key = Identity.loadOrCreate(file).key();
    for (String permissions : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      assertThatIOException()
          .isThrownBy(() -> Identity.loadOrCreate(file))
          .withMessageContaining("chmod 600 " + file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertThat(Identity.loadOrCreate(file).key()).isEqualTo(key);
  }

  @Test
  void whatWeftWroteBeforeIsReadAndStaysAsItIs() throws IOException {
    Path file = folder.resolve("identity");
    SecretFile.create(file, FIRST_FORM);
    assertThat(Identity.loadOrCreate(file).key())
        .isEqualTo(Identity.fromSecret(new byte[32]).key());
    assertThat(IdentityFile.isEncrypted(file)).isFalse();
    assertThat(file).hasContent(FIRST_FORM);
  }

  @Test
  void aFileThatHoldsNoIdentityIsRefusedAndStaysAsItIs() throws IOException {
    Path file = folder.resolve("identity");
    Identity.loadOrCreate(file);
    String good = FIRST_FORM.strip();
    List<String> bad =
        List.of(
            "",
            "something else",
            good.substring(1),
            good.substring(0, good.length() - 1),
            good + "0",
            "weft-identity-1 \n",
            good.substring(0, good.length() - 1) + "g",
            good + "\n" + good,
            "x".repeat(100_000));
    for (String content : bad) {
      Files.writeString(file, content);
      assertThatIOException()
          .isThrownBy(() -> Identity.loadOrCreate(file))
          .withMessageStartingWith(file + " holds no identity (it holds no")
          .withMessageEndingWith("; move it away, and a new identity will be made");
      assertThat(file).hasContent(content);
    }
  }

  @Test
  void anIdentityMadeWithAPassphraseIsReadWithItAndNotWithout() throws IOException {
    Path file = folder.resolve("identity");
    char[] passphrase = "open sesame".toCharArray();
    assertThat(IdentityFile.isEncrypted(file)).isFalse();
    Key key = Identity.loadOrCreate(file, passphrase).key();
    assertThat(IdentityFile.isEncrypted(file)).isTrue();
    assertThat(Identity.loadOrCreate(file, passphrase).key()).isEqualTo(key);
    assertThatIOException()
        .isThrownBy(() -> Identity.loadOrCreate(file))
        .withMessage(file + " is encrypted, and its passphrase was not given");
    assertThatIOException()
        .isThrownBy(() -> Identity.loadOrCreate(file, "open rye".toCharArray()))
        .withMessage(file + " is encrypted with another passphrase than the one given");
  }

  @Test
  void anEmptyPassphraseMakesNoFile() {
    Path file = folder.resolve("identity");
    assertThatIllegalArgumentException().isThrownBy(() -> Identity.loadOrCreate(file, new char[0]));
    assertThat(file).doesNotExist();
  }

  @Test
  void aCopyIsOfTheSameIdentity() throws IOException {
    Path file = folder.resolve("identity");
    Path copy = folder.resolve("copy");
    Identity identity = Identity.loadOrCreate(file);
    SecretFile.create(copy, IdentityFile.encode(file, Optional.empty(), Optional.empty()));
    assertThat(copy).hasSameTextualContentAs(file);
    assertThat(Identity.loadOrCreate(copy).key()).isEqualTo(identity.key());
    Files.writeString(copy, "what");
    assertThatIOException()
        .isThrownBy(() -> IdentityFile.encode(copy, Optional.empty(), Optional.empty()))
        .withMessage(
            copy
                + " holds no identity (it holds nothing in PEM); it takes an Ed25519 key as of:"
                + " openssl genpkey -algorithm ed25519 -out FILE");
  }

  @Test
  void whatIsReplacedIsKeptUnderANameOfItsOwn() throws IOException {
    Path file = folder.resolve("identity");
    SecretFile.create(file, "one");
    assertThat(SecretFile.replace(file, "two")).isEqualTo(folder.resolve("identity.old"));
    assertThat(SecretFile.replace(file, "three")).isEqualTo(folder.resolve("identity.old2"));
    assertThat(file).hasContent("three");
    assertThat(folder.resolve("identity.old")).hasContent("one");
    assertThat(folder.resolve("identity.old2")).hasContent("two");
    for (Path each : files(folder)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rw-------");
    }
    assertThat(files(folder)).hasSize(3);
  }

  @Test
  void whereTooManyAreKeptNothingIsReplaced() throws IOException {
    Path file = folder.resolve("identity");
    SecretFile.create(file, "now");
    Files.createFile(folder.resolve("identity.old"));
    for (int number = 2; number <= 99; number++) {
      Files.createFile(folder.resolve("identity.old" + number));
    }
    assertThatIOException()
        .isThrownBy(() -> SecretFile.replace(file, "then"))
        .withMessage("99 old files are kept beside " + file + "; move away what you do not need");
    assertThat(file).hasContent("now");
    assertThat(files(folder)).hasSize(100);
  }

  @Test
  void aFolderInPlaceOfTheFileIsNamedInTheMessage() throws IOException {
    Path file = Files.createDirectory(folder.resolve("identity"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    assertThatIOException()
        .isThrownBy(() -> Identity.loadOrCreate(file))
        .withMessageStartingWith("cannot read " + file + ": ");
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamedInTheMessage() throws IOException {
    Path notFolder = Files.createFile(folder.resolve("file"));
    assertThatIOException()
        .isThrownBy(() -> Identity.loadOrCreate(notFolder.resolve("identity")))
        .withMessage(notFolder + " is not a directory");
    assertThatIOException()
        .isThrownBy(() -> Identity.loadOrCreate(notFolder.resolve("folder/identity")))
        .withMessageContaining(notFolder.toString());
  }

  @Test
  void allThatStartAtOnceGetTheSameIdentity() throws InterruptedException, IOException {
    for (int round = 0; round < 20; round++) {
      Path file = folder.resolve("identity" + round);
      List<Key> keys =
          FanOut.map(
              new RealEnvironment().threads("starter"),
              Collections.nCopies(8, file),
              path -> {
                try {
                  return Identity.loadOrCreate(path).key();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(keys).containsOnly(keys.getFirst());
    }
    assertThat(files(folder)).hasSize(20);
  }

  @Test
  void anIdentityThatSomeoneElseWroteMeanwhileIsNotOverwritten() throws IOException {
    Path file = folder.resolve("identity");
    SecretFile.create(file, "one");
    assertThatIOException().isThrownBy(() -> SecretFile.create(file, "another"));
    assertThat(file).hasContent("one");
    assertThat(files(folder)).containsExactly(file);
  }

  @Test
  void aFileSystemWithoutPermissionsAndLinksWillDo() throws IOException {
    Path archive = folder.resolve("disk.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Path file = zip.getPath("/weft/identity");
      Key key = Identity.loadOrCreate(file).key();
      assertThat(Identity.loadOrCreate(file).key()).isEqualTo(key);
      assertThat(files(zip.getPath("/weft"))).containsExactly(file);
      assertThatIOException().isThrownBy(() -> SecretFile.create(file, "another"));
      assertThat(Identity.loadOrCreate(file).key()).isEqualTo(key);
      String text = Files.readString(file);
      Path kept = SecretFile.replace(file, "another");
      assertThat(kept).hasContent(text);
      assertThat(SecretFile.replace(file, "a third")).isNotEqualTo(kept).hasContent("another");
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
