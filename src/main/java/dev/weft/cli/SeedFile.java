package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Wire;
import dev.weft.drogulus.Peers;
import dev.weft.kademlia.Seed;
import dev.weft.text.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the nodes to join through from a file: on Weft's own wire a seed a line, and comments
 * behind {@code #}; on the drogulus's a file of its form. Stateless.
 */
final class SeedFile {

  /** More than anybody will ask one after the other. */
  private static final int MOST_BYTES = 4 << 20;

  private static final String OTHERWISE = "; name another file, or a node with --seed";

  private SeedFile() {}

  /**
   * The seeds in a file. Those of no use are named on standard error.
   *
   * @throws Failure if the file cannot be read, or has none
   */
  static List<Seed> read(Path file, Wire wire, Surroundings surroundings) throws Failure {
    String text = text(file);
    List<Seed> seeds =
        wire == Wire.DROGULUS ? peers(file, text, surroundings) : lines(file, text, surroundings);
    if (seeds.isEmpty()) {
      throw Failure.usage(file + " has no contact that can be used" + OTHERWISE);
    }
    return seeds;
  }

  private static List<Seed> lines(Path file, String text, Surroundings surroundings) {
    List<Seed> seeds = new ArrayList<>();
    for (String line : text.lines().map(SeedFile::withoutComment).toList()) {
      try {
        if (!line.isEmpty()) {
          seeds.add(Seed.parse(line));
        }
      } catch (IllegalArgumentException e) {
        surroundings.note(leftOut(file, String.valueOf(e.getMessage())));
      }
    }
    return seeds;
  }

  private static String withoutComment(String line) {
    return line.replaceFirst("#.*", "").strip();
  }

  private static String leftOut(Path file, String what) {
    return "weft: " + file + ": left out " + Words.oneLine(what);
  }

  private static List<Seed> peers(Path file, String text, Surroundings surroundings)
      throws Failure {
    Peers peers = parse(file, text);
    for (String line : peers.leftOut()) {
      surroundings.note(leftOut(file, line));
    }
    if (peers.blacklisted() > 0) {
      surroundings.note(
          "weft: %s: of the blacklist (%s) none is asked to join, but whoever comes is answered"
              .formatted(file, Words.count(peers.blacklisted(), "key")));
    }
    return peers.seeds();
  }

  private static String text(Path file) throws Failure {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), UTF_8);
    } catch (IOException e) {
      throw Failure.usage(file + " cannot be read: " + Failures.describe(e) + OTHERWISE);
    }
  }

  private static Peers parse(Path file, String text) throws Failure {
    try {
      return Peers.parse(text);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          file
              + " is no peers.json, {\"contacts\":[{\"public_key\",\"version\",\"uri\"}],"
              + "\"blacklist\":[]}: "
              + e.getMessage()
              + OTHERWISE);
    }
  }
}
