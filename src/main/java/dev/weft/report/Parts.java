package dev.weft.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The parts of a page that are the same in all reports, read from the class path. Stateless. */
final class Parts {

  /** The version is that in the pom. */
  private static final String CHART_JS = "/META-INF/resources/webjars/chart.js/4.5.1/";

  private Parts() {}

  static String style() {
    return read("report.css");
  }

  static String script() {
    return read("report.js");
  }

  /** Chart.js, without the hint where its sources are, which would make a browser look for them. */
  static String chartJs() {
    return read(CHART_JS + "dist/chart.umd.min.js")
        .replaceFirst("(?m)^//# sourceMappingURL=.*", "");
  }

  /** The terms of Chart.js, which ask to be passed on with it. */
  static String chartJsLicence() {
    return read(CHART_JS + "LICENSE.md");
  }

  /**
   * The text of a file.
   *
   * @throws IllegalStateException if it is not there
   */
  static String read(String name) {
    InputStream in = Parts.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(
          name + " is not on the class path; reports need org.webjars.npm:chart.js there");
    }
    return text(in);
  }

  /** All that comes from a stream, which is closed. */
  static String text(InputStream in) {
    try (in) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
