package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

  @TempDir Path folder;

  @Test
  void aTokenIsMadeOnceAndOnlyItsOwnerMayReadIt() throws Exception {
    String token = Tokens.of(folder);
    assertThat(token).matches("[0-9a-f]{64}").isEqualTo(Tokens.of(folder));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Tokens.file(folder))))
        .isEqualTo("rw-------");
    assertThat(Tokens.of(folder.resolve("other"))).isNotEqualTo(token);
  }

  @Test
  void aFileWithoutATokenIsTold() throws Exception {
    Tokens.of(folder);
    Files.writeString(Tokens.file(folder), "\n");
    assertThatIOException()
        .isThrownBy(() -> Tokens.of(folder))
        .withMessageContaining("delete it, and one will be made");
  }
}
