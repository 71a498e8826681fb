package dev.weft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.Style;
import dev.weft.bench.report.Aims.Aim;
import dev.weft.bench.report.Line.Subject;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

class AimsTest {

  private static final List<KillRound> KILLS = List.of(new KillRound("all", 2, 5, 0.99));

  private static Results results() {
    Stream<Line> ratios =
        Stream.of(Headline.values()).flatMap(line -> Samples.headline(line, 0.9, 1.1, 1.05));
    Stream<Line> others =
        Stream.of(
            waiting(Style.BLOCKING, 9_000),
            waiting(Style.CALLBACKS, 5_000),
            new Line(
                Aims.IDLE,
                Optional.empty(),
                "ms/op",
                Map.of(
                    Measure.SCORE, Samples.exactly(10_000),
                    Measure.CPU, Samples.exactly(150_000),
                    Measure.RESIDENT, Samples.exactly(1_400))));
    return Samples.results(Stream.concat(ratios, others));
  }

  private static Line waiting(Style style, double heap) {
    return Samples.line(Aims.WAITING, style, Map.of(Measure.HEAP, Samples.exactly(heap)));
  }

  private static String verdict(String beginning) {
    Aim aim =
        Aims.of(results(), KILLS).stream()
            .filter(each -> each.what().startsWith(beginning))
            .findFirst()
            .orElseThrow();
    return aim.bound().verdict(aim.measured().orElseThrow().score());
  }

  @Test
  void everyAimIsMeasuredByOneRun() {
    assertThat(Aims.of(results(), KILLS)).hasSize(17).allMatch(aim -> aim.measured().isPresent());
  }

  @Test
  void eachAimIsJudgedByItsOwnNumber() {
    assertThat(verdict("call, 64 in flight: throughput")).isEqualTo("**no**, by 10.0 %");
    assertThat(verdict("get, 64 in flight: p99")).isEqualTo("**no**, by 5.00 %");
    assertThat(verdict("get, 64 in flight: processor time")).startsWith("yes");
    assertThat(verdict("lookup in memory, 1 in flight: throughput")).startsWith("yes");
    assertThat(verdict("lookup in memory, 1 in flight: p99")).startsWith("yes");
    assertThat(verdict("10,000 lookups")).isEqualTo("**no**, by 33.3 %"); // 4,000 beyond
    assertThat(verdict("1,000 nodes in one JVM, idle: memory")).isEqualTo("yes, by 30.0 %");
    assertThat(verdict("1,000 nodes in one JVM, idle: of")).isEqualTo("yes, by 25.0 %"); // 1.5 %
    assertThat(verdict("get after the kill, all: p99")).isEqualTo("yes, by 16.7 %"); // 2.5 times
    assertThat(verdict("get after the kill, all: found")).isEqualTo("**no**, by 1.00 %");
  }

  @Test
  void whatWasNotMeasuredIsNeitherReachedNorMissed() {
    List<Aim> aims = Aims.of(Samples.results(List.of()), List.of());
    assertThat(aims).hasSize(15).allMatch(aim -> aim.measured().isEmpty());
  }

  /** Or a benchmark that is renamed would be one that was not measured. */
  @Test
  void everySubjectIsABenchmarkWithTheseParameters() throws ReflectiveOperationException {
    List<Subject> subjects =
        Stream.concat(
                Stream.of(Headline.values()).map(Headline::subject),
                Stream.of(Aims.WAITING, Aims.IDLE))
            .toList();
    for (Subject subject : subjects) {
      Class<?> group = Class.forName("dev.weft.bench." + subject.group());
      Method method =
          Stream.of(group.getMethods())
              .filter(each -> each.getName().equals(subject.method()))
              .findFirst()
              .orElseThrow();
      assertThat(method.isAnnotationPresent(Benchmark.class)).isTrue();
      for (var parameter : subject.parameters().entrySet()) {
        Param values = group.getField(parameter.getKey()).getAnnotation(Param.class);
        assertThat(values.value()).contains(parameter.getValue());
      }
    }
  }
}
