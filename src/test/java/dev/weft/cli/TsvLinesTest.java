package dev.weft.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Item;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines are read as they are, and bad ones are told from good ones. */
class TsvLinesTest {

  private static List<TsvLines.Line> read(byte[] file) throws IOException {
    var lines = new TsvLines(new ByteArrayInputStream(file), false);
    List<TsvLines.Line> all = new ArrayList<>();
    for (var line = lines.next(); line != null; line = lines.next()) {
      all.add(line);
    }
    assertThat(lines.count()).isEqualTo(all.size());
    return all;
  }

  private static List<TsvLines.Line> read(String file) throws IOException {
    return read(file.getBytes(UTF_8));
  }

  private static void assertEntry(
      TsvLines.Line line, long number, String name, String value, String raw) {
    assertThat(line).isInstanceOf(TsvLines.Entry.class);
    var entry = (TsvLines.Entry) line;
    assertThat(entry.number()).isEqualTo(number);
    assertThat(entry.name()).isEqualTo(name);
    assertThat(entry.value()).asString(UTF_8).isEqualTo(value);
    assertThat(entry.raw()).asString(UTF_8).isEqualTo(raw);
  }

  @Test
  void anEmptyFileHasNoLines() throws IOException {
    assertThat(read("")).isEmpty();
  }

  @Test
  void theFirstTabDivides() throws IOException {
    var lines = read("café\tCoventry\nb\tx\ty\n");
    assertThat(lines).hasSize(2);
    assertEntry(lines.get(0), 1, "café", "Coventry", "café\tCoventry");
    assertEntry(lines.get(1), 2, "b", "x\ty", "b\tx\ty");
  }

  @Test
  void theLastLineNeedsNoEnd() throws IOException {
    assertEntry(read("a\tb").getFirst(), 1, "a", "b", "a\tb");
  }

  @Test
  void carriageReturnsBelongToTheEndOfTheLine() throws IOException {
    assertEntry(read("a\tb\r\n").getFirst(), 1, "a", "b", "a\tb\r");
  }

  @Test
  void aValueMayBeEmpty() throws IOException {
    assertEntry(read("a\t\n").getFirst(), 1, "a", "", "a\t");
  }

  @Test
  void badLinesSayWhatIsWrong() throws IOException {
    assertThat(read("\nno tab\n\tx\n"))
        .containsExactly(
            new TsvLines.Bad(1, "there is no tab between name and value"),
            new TsvLines.Bad(2, "there is no tab between name and value"),
            new TsvLines.Bad(3, "the name is empty"));
  }

  @Test
  void whatIsNotUtf8IsBad() throws IOException {
    assertThat(read("caf\u00e9\tx\n".getBytes(ISO_8859_1)))
        .containsExactly(new TsvLines.Bad(1, "the line is not UTF-8"));
  }

  @Test
  void theLongestNameAndValueFit() throws IOException {
    String name = "n".repeat(Item.MAX_NAME_BYTES);
    String value = "v".repeat(Item.MAX_VALUE_BYTES);
    assertEntry(
        read(name + "\t" + value + "\r\n").getFirst(), 1, name, value, name + "\t" + value + "\r");
  }

  @Test
  void longerNamesValuesAndLinesAreBadAndTheNextLineIsNot() throws IOException {
    var lines =
        read(
            "n".repeat(1025)
                + "\tx\nn\t"
                + "v".repeat(65537)
                + "\n"
                + "x".repeat(70_000)
                + "\nlast\tone\n");
    assertThat(lines.subList(0, 3))
        .containsExactly(
            new TsvLines.Bad(1, "the name has 1025 bytes, and at most 1024 are allowed"),
            new TsvLines.Bad(2, "the value has 65537 bytes, and at most 65536 are allowed"),
            new TsvLines.Bad(3, "the line is too long"));
    assertEntry(lines.get(3), 4, "last", "one", "last\tone");
  }
}
