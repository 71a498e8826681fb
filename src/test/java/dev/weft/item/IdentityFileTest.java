package dev.weft.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFileTest {

  @TempDir Path folder;

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
    assertThat(file).content().matches("weft-identity-1 [0-9a-f]{64}\n");
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
  void aFileThatHoldsNoIdentityIsRefusedAndStaysAsItIs() throws IOException {
    Path file = folder.resolve("identity");
    Identity.loadOrCreate(file);
    String good = Files.readString(file).strip();
    List<String> bad =
        List.of(
            "",
            "something else",
            good.substring(1),
            good.substring(0, good.length() - 1),
            good + "0",
            good.substring(0, good.length() - 1) + "g",
            good + "\n" + good,
            "x".repeat(100_000));
    for (String content : bad) {
      Files.writeString(file, content);
      assertThatIOException()
          .isThrownBy(() -> Identity.loadOrCreate(file))
          .withMessage(file + " holds no identity; move it away, and a new identity will be made");
      assertThat(file).hasContent(content);
    }
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
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
