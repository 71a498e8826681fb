package dev.weft.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where the platform wants a program's data to be. Stateless. */
final class DefaultDirectory {

  private DefaultDirectory() {}

  /**
   * The data directory.
   *
   * @param system the name of the operating system, as in the property {@code os.name}
   * @param variables the environment variables, of which XDG_DATA_HOME and LOCALAPPDATA count
   * @param home the user's home directory
   */
  static Path of(String system, Map<String, String> variables, String home) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return Path.of(home, "Library", "Application Support", "weft");
    }
    if (name.startsWith("windows")) {
      return set(variables, "LOCALAPPDATA", Path.of(home, "AppData", "Local")).resolve("weft");
    }
    Path xdg = set(variables, "XDG_DATA_HOME", Path.of(""));
    // The XDG specification: a relative path is to be ignored.
    return (xdg.isAbsolute() ? xdg : Path.of(home, ".local", "share")).resolve("weft");
  }

  private static Path set(Map<String, String> variables, String name, Path otherwise) {
    String value = variables.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : Path.of(value);
  }
}
