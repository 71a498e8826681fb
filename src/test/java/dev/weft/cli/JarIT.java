package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
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
  void keepsTheLicencesAndNoticesOfWhatItHolds() throws IOException {
    try (var jar = new JarFile(JAR)) {
      assertThat(text(jar, "META-INF/LICENSE.txt"))
          .contains("QOS.ch", "Apache License", "Gil Tene");
      assertThat(text(jar, "META-INF/LICENSE.txt").split("APPENDIX: How to apply"))
          .as("one copy of the Apache License")
          .hasSize(2);
      assertThat(text(jar, "META-INF/LICENSE.md")).contains("Bouncy Castle");
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
      assertThat(text(jar, "META-INF/NOTICE")).contains("Jackson", "Micrometer");
      assertThat(text(jar, "META-INF/NOTICE.txt")).contains("Helidon");
      assertThat(text(jar, "META-INF/maven/org.xerial/sqlite-jdbc/LICENSE")).contains("Apache");
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    try (var in = jar.getInputStream(jar.getEntry(name))) {
      return new String(in.readAllBytes(), UTF_8);
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
