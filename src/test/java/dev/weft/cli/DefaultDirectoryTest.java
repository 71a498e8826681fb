package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Data is kept where the platform wants it. */
class DefaultDirectoryTest {

  @Test
  void linuxUsesTheXdgDirectory() {
    assertThat(DefaultDirectory.of("Linux", Map.of("XDG_DATA_HOME", "/xdg"), "/home/me"))
        .isEqualTo(Path.of("/xdg/weft"));
  }

  @Test
  void linuxFallsBackToTheXdgDefaultWhenTheVariableIsUnsetEmptyOrRelative() {
    Path fallback = Path.of("/home/me/.local/share/weft");
    assertThat(DefaultDirectory.of("Linux", Map.of(), "/home/me")).isEqualTo(fallback);
    assertThat(DefaultDirectory.of("Linux", Map.of("XDG_DATA_HOME", ""), "/home/me"))
        .isEqualTo(fallback);
    assertThat(DefaultDirectory.of("Linux", Map.of("XDG_DATA_HOME", "xdg"), "/home/me"))
        .isEqualTo(fallback);
  }

  @Test
  void macUsesApplicationSupport() {
    assertThat(DefaultDirectory.of("Mac OS X", Map.of("XDG_DATA_HOME", "/xdg"), "/Users/me"))
        .isEqualTo(Path.of("/Users/me/Library/Application Support/weft"));
  }

  @Test
  void windowsUsesTheLocalApplicationData() {
    assertThat(DefaultDirectory.of("Windows 11", Map.of("LOCALAPPDATA", "/local"), "/me"))
        .isEqualTo(Path.of("/local/weft"));
    assertThat(DefaultDirectory.of("Windows 11", Map.of(), "/me"))
        .isEqualTo(Path.of("/me/AppData/Local/weft"));
  }
}
