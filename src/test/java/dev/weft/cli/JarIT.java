package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The program is one jar that asks for no flag. */
class JarIT {
  private static final String JAR = System.getProperty("weft.jar");
  private static final int MAGIC = 0xCAFEBABE;
  private static final int PREVIEW = 0xFFFF;

  @Test
  void noClassIsMarkedAsPreviewUser() throws IOException {
    try (var jar = new JarFile(JAR)) {
      var classes = jar.stream().filter(entry -> entry.getName().endsWith(".class")).toList();
      assertThat(classes).isNotEmpty();
      for (JarEntry entry : classes) {
        try (var in = new DataInputStream(jar.getInputStream(entry))) {
          assertThat(in.readInt()).as(entry.getName()).isEqualTo(MAGIC);
          int minor = in.readUnsignedShort();
          assertThat(minor).as(entry.getName()).isNotEqualTo(PREVIEW);
          if (entry.getName().startsWith("dev/weft/")) {
            assertThat(minor).as(entry.getName()).isZero();
          }
        }
      }
    }
  }

  @Test
  void manifestNamesTheEntryPointAndTheVersion() throws IOException {
    try (var jar = new JarFile(JAR)) {
      var attributes = jar.getManifest().getMainAttributes();
      assertThat(attributes.getValue("Main-Class")).isEqualTo("dev.weft.cli.Main");
      assertThat(attributes.getValue("Add-Opens")).isEqualTo("java.base/java.lang");
      assertThat(attributes.getValue("Implementation-Version")).isNotBlank();
    }
  }

  @Test
  void holdsNoForeignModuleAndNoSignature() throws IOException {
    try (var jar = new JarFile(JAR)) {
      assertThat(jar.stream().map(JarEntry::getName))
          .contains("META-INF/LICENSE")
          .noneMatch(name -> name.endsWith("module-info.class") || name.endsWith(".SF"));
    }
  }

  @Test
  void holdsOfChartJsOneFileAndItsLicence() throws IOException {
    try (var jar = new JarFile(JAR)) {
      assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName))
          .filteredOn(name -> name.contains("webjars"))
          .map(name -> name.substring(name.lastIndexOf('/') + 1))
          .containsExactlyInAnyOrder("chart.umd.min.js", "LICENSE.md");
    }
  }
}
