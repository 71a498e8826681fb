package dev.weft.process;

import java.nio.file.Path;
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
}
