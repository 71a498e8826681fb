package dev.weft.fuzz;

import dev.weft.netstring.MalformedException;
import dev.weft.netstring.Netstring;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs from which fuzzing goes on: those that reached something new. They are kept as one
 * file for each target, of netstrings, the shortest first. Stateless.
 */
final class Corpus {

  private static final Path FOLDER = Path.of("src", "test", "resources", "dev", "weft", "fuzz");

  private static final int LONGEST = 64 * 1024;

  private Corpus() {}

  /** The inputs that are kept for a target. */
  static List<byte[]> of(Target target) throws IOException {
    try (InputStream in = Files.newInputStream(file(target))) {
      byte[] all = in.readAllBytes();
      Netstring frames = Netstring.strict(LONGEST);
      var inputs = new ArrayList<byte[]>();
      var rest = new ByteArrayInputStream(all);
      while (frames.fill(rest) >= 0) {
        for (ByteBuffer next = frames.next(); next != null; next = frames.next()) {
          byte[] input = new byte[next.remaining()];
          next.get(input);
          inputs.add(input);
        }
      }
      return inputs;
    } catch (MalformedException e) {
      throw new IOException(file(target) + " is damaged: " + e.getMessage(), e);
    }
  }

  /** Keeps the inputs in a folder, each in a file of its own, and no others. */
  static void keep(Target target, Path folder) throws IOException {
    var inputs = new ArrayList<byte[]>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    }
    inputs.sort(
        Comparator.<byte[]>comparingInt(input -> input.length).thenComparing(Arrays::compare));
    var all = new ByteArrayOutputStream();
    for (byte[] input : inputs) {
      all.writeBytes(Netstring.frame(input.length, out -> out.put(input)));
    }
    Files.createDirectories(FOLDER);
    Files.write(file(target), all.toByteArray());
  }

  private static Path file(Target target) {
    return FOLDER.resolve(target.file() + ".corpus");
  }
}
