package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What becomes of gets and sets among nodes that collude, by one path and by several. The whole, of
 * as many nodes, prints the table of .github/STUDIES.md, and makes the plot beside it: {@code mvn
 * test -Dtest=LiarStudyTest -Dweft.liars=1000}.
 */
class LiarStudyTest {

  private static final int NODES = Integer.getInteger("weft.liars", 0);
  private static final Path PLOT = Path.of(".github", "liars.svg");

  @Test
  void severalPathsBringBackWhatIsThereThoughAFifthOfTheNodesCollude() throws InterruptedException {
    List<LiarStudy.Row> rows = new LiarStudy(50, 8, 8).rows(new double[] {0.2}, new int[] {1, 4});
    assertThat(rows).hasSize(2);
    LiarStudy.Row several = rows.getLast();
    assertThat(several.paths()).isEqualTo(4);
    assertThat(several.gets()).isEqualTo(1);
    assertThat(several.sets()).isEqualTo(1);
    assertThat(several.lookups()).isEqualTo(1);
    assertThat(several.messages()).isGreaterThan(1.5 * rows.getFirst().messages());
  }

  @Test
  @Timeout(3_000)
  @EnabledIfSystemProperty(named = "weft.liars", matches = "\\d+")
  void theWhole() throws InterruptedException, IOException {
    LiarStudy study = new LiarStudy(NODES, 20, 300);
    List<LiarStudy.Row> rows =
        study.rows(new double[] {0, 0.05, 0.1, 0.2, 0.3}, new int[] {1, 4, 8});
    System.out.println("| liars | paths | get | set | lookup | by the formula | messages |");
    System.out.println("|---:|---:|---:|---:|---:|---:|---:|");
    for (LiarStudy.Row row : rows) {
      System.out.printf(
          Locale.ROOT,
          "| %.0f %% | %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.0f |%n",
          100 * row.liars(),
          row.paths(),
          100 * row.gets(),
          100 * row.sets(),
          100 * row.lookups(),
          100 * study.formula(row.liars(), row.paths()),
          row.messages());
    }
    System.out.println("hops by one path before anybody lied: " + study.hops());
    Files.writeString(PLOT, LiarPlot.of(rows, study::formula));
    assertThat(rows).filteredOn(row -> row.paths() == 8).allMatch(row -> row.gets() >= 0.99);
  }
}
