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
import java.util.List;

/** Reads the nodes to join through from a file of the drogulus's form. Stateless. */
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
    if (wire != Wire.DROGULUS) {
      throw Failure.usage(
          "--seed-file holds keys of the drogulus: it needs --wire drogulus, and Weft's own nodes"
              + " are named by --seed");
    }
    Peers peers = parse(file);
    for (String line : peers.leftOut()) {
      surroundings.note("weft: " + file + ": left out " + Words.oneLine(line));
    }
    if (peers.blacklisted() > 0) {
      surroundings.note(
          "weft: %s: of the blacklist (%s) none is asked to join, but whoever comes is answered"
              .formatted(file, Words.count(peers.blacklisted(), "key")));
    }
    if (peers.seeds().isEmpty()) {
      throw Failure.usage(file + " has no contact that can be used" + OTHERWISE);
    }
    return peers.seeds();
  }

  private static Peers parse(Path file) throws Failure {
    try (InputStream in = Files.newInputStream(file)) {
      return Peers.parse(new String(in.readNBytes(MOST_BYTES), UTF_8));
    } catch (IOException e) {
      throw Failure.usage(file + " cannot be read: " + Failures.describe(e) + OTHERWISE);
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
