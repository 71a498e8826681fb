package dev.weft.bench.report;

import dev.weft.bench.Style;
import dev.weft.bench.report.Line.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All lines of one run. Immutable. */
final class Results {

  private record Id(Subject subject, Optional<Style> style) {}

  private final Map<Id, Line> lines = new LinkedHashMap<>();

  /**
   * @param lines in any order; of several of the same, which were measured again, the last counts
   */
  Results(List<Line> lines) {
    lines.forEach(line -> this.lines.put(new Id(line.subject(), line.style()), line));
  }

  /** The classes of benchmarks, in the order of their lines. */
  List<String> groups() {
    return lines.values().stream().map(line -> line.subject().group()).distinct().toList();
  }

  /** What a class of benchmarks has measured, in the order of its lines. */
  List<Subject> subjects(String group) {
    return lines.values().stream()
        .map(Line::subject)
        .filter(subject -> subject.group().equals(group))
        .distinct()
        .toList();
  }

  /** The lines of a subject: one, or one for each style, in the order of styles. */
  List<Line> lines(Subject subject) {
    return Stream.concat(
            Stream.of(Optional.<Style>empty()), Stream.of(Style.values()).map(Optional::of))
        .flatMap(style -> Optional.ofNullable(lines.get(new Id(subject, style))).stream())
        .toList();
  }

  /** A number, where it was measured. */
  Optional<Metric> metric(Subject subject, Optional<Style> style, Measure measure) {
    return Optional.ofNullable(lines.get(new Id(subject, style)))
        .flatMap(line -> line.metric(measure));
  }

  /** How many times that of callbacks a number of blocking code is, where both were measured. */
  Optional<Metric> ratio(Subject subject, Measure measure) {
    return metric(subject, Optional.of(Style.BLOCKING), measure)
        .flatMap(
            blocking -> metric(subject, Optional.of(Style.CALLBACKS), measure).map(blocking::over));
  }
}
