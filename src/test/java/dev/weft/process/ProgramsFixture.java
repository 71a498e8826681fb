package dev.weft.process;

import dev.weft.drogulus.NetworkKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory, and programs that end with each test. */
abstract class ProgramsFixture {

  @TempDir Path root;

  Programs programs;

  @BeforeEach
  void startPrograms() {
    programs = new Programs(root);
  }

  @AfterEach
  void stopPrograms() {
    programs.close();
  }

  /**
   * Gives a data directory one of the drogulus's keys, a short one: a JVM that has just begun takes
   * seconds to make one, and long for each seal.
   *
   * @param directory below the root
   */
  final void key(int number, String directory, String file) throws IOException {
    Path made = Files.createDirectories(root.resolve(directory)).resolve(file);
    var onlyTheOwner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(made, PosixFilePermissions.asFileAttribute(onlyTheOwner));
    Files.writeString(made, NetworkKeys.text(number));
  }
}
