package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.routing.Liar;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir Path folder;
  private Path directory;

  @BeforeEach
  void nameDirectory() {
    directory = folder.resolve("some").resolve("where");
  }

  @Test
  void theDirectoryIsMadeWithAnIdentityThatStays() throws IOException {
    Owner first = DataDirectory.identity(directory, Wire.WEFT, null);
    try (DataDirectory data = DataDirectory.open(directory, Wire.WEFT)) {
      assertThat(data.contacts()).isEmpty();
      assertThat(DataDirectory.identity(directory, Wire.WEFT, null).key()).isEqualTo(first.key());
    }
  }

  @Test
  void anotherNodeOfTheSameProcessIsKeptOut() throws IOException {
    try (DataDirectory first = DataDirectory.open(directory, Wire.WEFT)) {
      assertThatIOException()
          .isThrownBy(() -> DataDirectory.open(directory, Wire.WEFT))
          .withMessage(
              "another node runs on the data directory %s; stop it, or give this one a directory of"
                  + " its own",
              directory);
      assertThat(first.contacts()).isEmpty();
    }
    DataDirectory.open(directory, Wire.WEFT).close();
  }

  @Test
  void aNodeOfAnotherProcessIsKeptOutUntilThatOneDies() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      assertThatIOException()
          .isThrownBy(() -> DataDirectory.open(directory, Wire.WEFT))
          .withMessageContaining("another node runs");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    DataDirectory.open(directory, Wire.WEFT).close();
  }

  @Test
  void contactsAreReadAsTheyWereSaved() throws IOException {
    List<Contact> contacts =
        List.of(Samples.contact(1), Samples.contact(2, "2001:db8::7"), Samples.contact(3));
    try (DataDirectory data = DataDirectory.open(directory, Wire.WEFT)) {
      data.save(contacts);
    }
    try (DataDirectory data = DataDirectory.open(directory, Wire.WEFT)) {
      assertThat(data.contacts()).isEqualTo(contacts);
    }
    assertThat(directory.resolve("contacts.new")).doesNotExist();
  }

  @Test
  void linesThatCannotBeReadAreLeftOut() throws IOException {
    try (DataDirectory data = DataDirectory.open(directory, Wire.WEFT)) {
      data.save(Samples.contacts(2));
      Path file = directory.resolve("contacts");
      String key = Samples.contact(5).key().toString();
      String good = Files.readString(file);
      String bad =
          String.join("\n", "", "what", "192.0.2.7:5", key + "@a.name:5", key + "@0.0.0.0:5", good);
      Files.writeString(file, "\u00ff\u00fe\n" + bad, StandardCharsets.ISO_8859_1);

      assertThat(data.contacts()).isEqualTo(Samples.contacts(2));
    }
  }

  @Test
  void contactsThatCannotBeReadAtAllAreDoneWithout() throws IOException {
    try (DataDirectory data = DataDirectory.open(directory, Wire.WEFT)) {
      Files.createDirectory(directory.resolve("contacts"));
      assertThat(data.contacts()).isEmpty();
    }
  }

  @Test
  void whereSavingFailsTheEarlierContactsRemain() throws IOException {
    try (DataDirectory data = DataDirectory.open(directory, Wire.WEFT)) {
      data.save(Samples.contacts(2));
      Files.createDirectory(directory.resolve("contacts.new"));

      data.save(Samples.contacts(3));

      assertThat(data.contacts()).isEqualTo(Samples.contacts(2));
    }
  }

  @Test
  void aNodeThatLostSightOfAllRemembersThem() throws IOException {
    try (DataDirectory data = DataDirectory.open(directory, Wire.WEFT)) {
      data.save(Samples.contacts(2));
      data.save(List.of());
      assertThat(data.contacts()).isEqualTo(Samples.contacts(2));
    }
  }

  @Test
  void liarsAreReadAsTheyWereSavedAndLinesThatCannotBeAreLeftOut() throws IOException {
    Liar first =
        new Liar(Samples.contact(1).key(), Instant.parse("2026-01-02T03:04:05.000000006Z"));
    Liar second = new Liar(Samples.contact(2).key(), Instant.EPOCH);
    for (Wire wire : Wire.values()) {
      try (DataDirectory data = DataDirectory.open(directory, wire)) {
        assertThat(data.liars()).isEmpty();
        data.saveLiars(List.of(first, second));
        data.save(Samples.contacts(1));
      }
      try (DataDirectory data = DataDirectory.open(directory, wire)) {
        assertThat(data.liars()).containsExactly(first, second);
        Path file = directory.resolve(wire.real().liarsFile());
        String good = Files.readString(file);
        String key = second.key().toString();
        String bad = String.join("\n", "", "what", key, key + " never", "x " + first.until(), good);
        Files.writeString(file, bad);
        assertThat(data.liars()).containsExactly(first, second);
        data.saveLiars(List.of());
        assertThat(data.liars()).isEmpty();
        assertThat(data.contacts()).isEqualTo(Samples.contacts(1));
      }
    }
  }

  @Test
  void whoeverWasInterruptedCanSave() throws IOException {
    try (DataDirectory data = DataDirectory.open(directory, Wire.WEFT)) {
      Thread.currentThread().interrupt();
      data.save(Samples.contacts(2));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(data.contacts()).isEqualTo(Samples.contacts(2));
    }
  }

  @Test
  void aFileInThePlaceOfTheDirectoryIsToldWithTheRemedy() throws IOException {
    Files.writeString(folder.resolve("some"), "a file");
    assertThatIOException()
        .isThrownBy(() -> DataDirectory.open(directory, Wire.WEFT))
        .withMessageContaining("the data directory " + directory + " cannot be used")
        .withMessageContaining("make it one that this user can write to, or name another");
    assertThatIOException()
        .isThrownBy(() -> DataDirectory.identity(directory, Wire.WEFT, null))
        .withMessageContaining("the data directory " + directory + " cannot be used");
  }

  @Test
  void anIdentityThatIsNoneIsToldAsSuch() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("identity"), "what");
    assertThatIOException().isThrownBy(() -> DataDirectory.identity(directory, Wire.WEFT, null));
  }

  @Test
  void whereTheLockCannotBeAskedForItIsNotHeld() throws IOException {
    FileChannel channel = mock();
    when(channel.tryLock()).thenThrow(new IOException("no locks here"));
    assertThatIOException()
        .isThrownBy(() -> DataDirectory.hold(directory, Wire.WEFT, channel))
        .withMessageContaining("cannot be used (java.io.IOException: no locks here)");
    verify(channel).close();
  }

  @Test
  void closingTwiceOrInVainDoesNoHarm() throws IOException {
    DataDirectory data = DataDirectory.open(directory, Wire.WEFT);
    data.close();
    data.close();
    FileChannel stuck = mock();
    when(stuck.tryLock()).thenReturn(mock());
    doThrow(new IOException("stuck")).when(stuck).close();
    DataDirectory.hold(directory, Wire.WEFT, stuck).close();
    verify(stuck).close();
  }
}
