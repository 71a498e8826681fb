package dev.weft.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {

  @TempDir Path folder;

  @Test
  void aReportIsWrittenAsUtf8IntoMissingFoldersWithNothingLeftBesideIt() throws IOException {
    Path file = folder.resolve("a/b/out.html");
    Report report = new Report("naïve – 二", List.of(), List.of());
    report.write(file);
    assertThat(file).content().isEqualTo(report.html());
    assertThat(files(file.resolveSibling(""))).containsExactly(file);
  }

  @Test
  void anEarlierReportIsReplaced() throws IOException {
    Path file = folder.resolve("out.html");
    ReportFile.write(file, "the earlier one, which is longer");
    ReportFile.write(file, "the later one");
    assertThat(file).hasContent("the later one");
  }

  @Test
  void aReportIsForAllWhoMaySeeTheUsersOtherFiles() throws IOException {
    Path file = folder.resolve("out.html");
    ReportFile.write(file, "text");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("other"))));
  }

  @Test
  void whatALinkLeadsToIsReplacedAndTheLinkRemains() throws IOException {
    Path file = Files.createFile(folder.resolve("out.html"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    ReportFile.write(link, "text");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("text");
  }

  @Test
  void whatIsNoFileIsLeftAlone() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> ReportFile.write(folder, "text"))
        .withMessageStartingWith("the report cannot be written to " + folder + " (")
        .withMessageContaining("is not a file");
    assertThat(folder).isEmptyDirectory();
    Path device = Path.of("/dev/null");
    assertThatIOException().isThrownBy(() -> ReportFile.write(device, "text"));
    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamedInTheMessage() throws IOException {
    Path file = Files.createFile(folder.resolve("file")).resolve("out.html");
    assertThatIOException()
        .isThrownBy(() -> ReportFile.write(file, "text"))
        .withMessageStartingWith("the report cannot be written to " + file + " (");
  }

  @Test
  void whereTheLastStepFailsNothingIsLeft() throws IOException {
    Path file = folder.resolve("long".repeat(100));
    assertThatIOException()
        .isThrownBy(() -> ReportFile.write(file, "text"))
        .withMessageContaining(file.toString());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileSystemWithoutPermissionsWillDo() throws IOException {
    Path archive = folder.resolve("disk.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Path file = zip.getPath("/reports/out.html");
      ReportFile.write(file, "text");
      assertThat(Files.readString(file)).isEqualTo("text");
      assertThat(files(zip.getPath("/reports"))).containsExactly(file);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
