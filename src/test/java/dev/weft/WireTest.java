package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.weft.drogulus.NetworkKeys;
import dev.weft.item.Identity;
import dev.weft.item.IdentityFile;
import dev.weft.item.NamedItem;
import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.sim.SimEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a wire decides: identities and where they are kept, and the keys of items. */
class WireTest {

  @TempDir Path folder;

  private final Owner ours = Identity.fromSecret(new byte[32]);
  private final Owner theirs = NetworkKeys.identity(0);

  private static DhtConfig config(Wire wire) {
    return DhtConfig.builder().wire(wire).client(true).seed("192.0.2.1").build();
  }

  private static void open(Wire wire, Owner self) throws IOException {
    wire.real().open(new SimEnvironment(1), self, config(wire)).close();
  }

  @Test
  void anItemHasTheSameKeyOnBothWiresButWithoutAName() {
    Key owner = Key.of("owner");
    for (Wire wire : Wire.values()) {
      assertThat(wire.keyOf(owner, "name")).isEqualTo(NamedItem.keyOf(owner, "name"));
    }
    assertThat(Wire.DROGULUS.keyOf(owner, "")).isEqualTo(owner);
    assertThat(Wire.WEFT.keyOf(owner, "")).isEqualTo(NamedItem.keyOf(owner, ""));
  }

  @Test
  void oneDirectoryHoldsAnIdentityForEach() throws IOException {
    Path file = Files.writeString(folder.resolve("drogulus.pem"), NetworkKeys.text(3));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(Wire.DROGULUS.identityFile(folder)).isEqualTo(file);
    assertThat(Wire.DROGULUS.identity(folder).key()).isEqualTo(NetworkKeys.identity(3).key());

    Owner made = Wire.WEFT.identity(folder);
    assertThat(Wire.WEFT.identityFile(folder)).isEqualTo(folder.resolve("identity")).exists();
    assertThat(Wire.WEFT.identity(folder).key()).isEqualTo(made.key());
  }

  @Test
  void anIdentityOfWeftMayHaveAPassphraseAndNoneOfTheDrogulus() throws IOException {
    char[] passphrase = {'x'};
    Owner made = Wire.WEFT.identity(folder, passphrase);
    assertThat(IdentityFile.isEncrypted(Wire.WEFT.identityFile(folder))).isTrue();
    assertThat(Wire.WEFT.identity(folder, passphrase).key()).isEqualTo(made.key());
    assertThatIOException()
        .isThrownBy(() -> Wire.WEFT.identity(folder))
        .withMessageContaining("its passphrase was not given");
    assertThatIOException()
        .isThrownBy(() -> Wire.DROGULUS.identity(folder, passphrase))
        .withMessage("identities of the drogulus are not encrypted; give no passphrase");
    assertThat(Wire.DROGULUS.identityFile(folder)).doesNotExist();
  }

  @Test
  void contactsOfOneAreNotAskedByTheOther() throws IOException {
    try (DataDirectory data = DataDirectory.open(folder, Wire.WEFT)) {
      data.save(Samples.contacts(2));
    }
    try (DataDirectory data = DataDirectory.open(folder, Wire.DROGULUS)) {
      assertThat(data.contacts()).isEmpty();
      data.save(Samples.contacts(3));
    }
    try (DataDirectory data = DataDirectory.open(folder, Wire.WEFT)) {
      assertThat(data.contacts()).isEqualTo(Samples.contacts(2));
    }
  }

  @Test
  void anIdentityOfTheOtherWireIsRefusedWithTheRemedy() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> open(Wire.DROGULUS, ours))
        .withMessage(ours + " is an identity for another wire; the drogulus's are RSA keys");
    assertThatIOException()
        .isThrownBy(() -> open(Wire.WEFT, theirs))
        .withMessage(theirs + " is an identity for another wire; set the wire that it is for");
  }
}
