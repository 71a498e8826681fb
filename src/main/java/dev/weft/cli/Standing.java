package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.rpc.Reachability;
import dev.weft.runtime.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Immutable: whether others can reach a node that runs here, as it has written down in its data
 * directory for {@code whoami}, which would have to be a node to find that out itself.
 *
 * @param state one of {@code yes}, {@code no}, {@code unknown}
 * @param why in words
 */
record Standing(String state, String why) {

  private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
  private static final String FILE = "standing";
  private static final Pattern LINE = Pattern.compile("(\\d{1,18}) (yes|no|unknown) (.*)\\R?");
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** What is known where no node runs. */
  private static final Standing NONE = new Standing("unknown", "no node runs with this directory");

  /** What the node says that runs with a data directory, if one does. */
  static Standing in(Path directory) {
    String text;
    try {
      text = Files.readString(directory.resolve(FILE));
    } catch (IOException e) {
      return NONE;
    }
    Matcher line = LINE.matcher(text);
    // One that was killed has left its file behind.
    return line.matches() && ProcessHandle.of(Long.parseLong(line.group(1))).isPresent()
        ? new Standing(line.group(2), line.group(3))
        : NONE;
  }

  /**
   * Writes down what this process's node says, and each change of it, until the thread is
   * interrupted, which is how a command is told to end; then deletes it.
   */
  static void keep(Environment environment, Path directory, Supplier<Reachability> node) {
    Path file = directory.resolve(FILE);
    Optional<Reachability> written = Optional.empty();
    try {
      while (true) {
        Optional<Reachability> now = Optional.of(node.get());
        if (!now.equals(written) && write(file, now.get())) {
          written = now;
        }
        environment.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      delete(file);
    }
  }

  private static boolean write(Path file, Reachability now) {
    String line =
        ProcessHandle.current().pid() + " " + now.state().label() + " " + now.why() + "\n";
    try {
      Files.writeString(file, line, UTF_8);
      return true;
    } catch (IOException e) {
      LOG.debug("whoami will not know whether this node is reached: {}", e.toString());
      return false;
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} is left behind: {}", file, e.toString());
    }
  }
}
