package dev.weft.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Facts and plots of them, as one HTML file that needs neither the network nor another file. The
 * same report gives the same bytes. Immutable.
 *
 * @param title the heading, and the title of the window
 * @param facts parameters and results, in the order in which they are shown, above the plots
 * @param plots in the order in which they are shown
 */
public record Report(String title, List<Fact> facts, List<Plot> plots) {

  /** Copies the lists. */
  public Report {
    facts = List.copyOf(facts);
    plots = List.copyOf(plots);
  }

  /**
   * The report as an HTML document.
   *
   * @throws IllegalStateException if Chart.js is not on the class path
   */
  public String html() {
    return Page.of(this);
  }

  /**
   * Writes the report as an HTML file, in UTF-8, all of it or nothing: where that fails, a file
   * that was there stays as it was. Missing folders are made.
   *
   * @throws IOException if it cannot be written; the message names the file and says why
   * @throws IllegalStateException if Chart.js is not on the class path
   */
  public void write(Path file) throws IOException {
    ReportFile.write(file, html());
  }
}
