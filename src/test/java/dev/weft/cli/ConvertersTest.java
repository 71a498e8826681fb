package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Expected;
import dev.weft.Wire;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.sim.Latency;
import dev.weft.sim.study.Partition;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Arguments become values, or a sentence that says what was expected. */
class ConvertersTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "90s, PT90S",
    "30m, PT30M",
    "24h, PT24H",
    "24H, PT24H",
    "7d, PT168H",
    "PT1H30M, PT1H30M",
    "365d, PT8760H"
  })
  void readsDurations(String text, Duration expected) {
    assertThat(Converters.duration(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1y", "h", "-5s", "1.5h", "9999999999s"})
  void tellsHowDurationsAreWritten(String text) {
    assertThatThrownBy(() -> Converters.duration(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("a duration is written like 90s, 30m, 24h, 7d or PT1H30M, and this is " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "PT-1S", "366d", "999999999d"})
  void takesDurationsOnlyFromASensibleRange(String text) {
    assertThatThrownBy(() -> Converters.duration(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("a duration is more than nothing and at most 365 days, and this is " + text);
  }

  @Test
  void readsKeysAndSeeds() {
    Key key = Key.of("a");
    assertThat(Converters.key(key.toString())).isEqualTo(key);
    assertThat(Converters.seed("example.org:99")).isEqualTo(Seed.parse("example.org:99"));
  }

  @Test
  void tellsHowKeysAndSeedsAreWritten() {
    assertThatThrownBy(() -> Converters.key("abc"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("128 hexadecimal digits");
    assertThatThrownBy(() -> Converters.seed("a:b"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("[KEY@]HOST[:PORT]");
  }

  @Test
  void readsLatenciesAndPartitions() {
    assertThat(Converters.latency("constant:50ms"))
        .isEqualTo(Latency.constant(Duration.ofMillis(50)));
    assertThat(Converters.partition("0.5@2h+30m"))
        .isEqualTo(new Partition(0.5, Duration.ofHours(2), Duration.ofMinutes(30)));
    assertThat(Converters.partition("0.25@0s+PT1H"))
        .isEqualTo(new Partition(0.25, Duration.ZERO, Duration.ofHours(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.5", "0.5@2h", "half@2h+1h", "0.5+1h", "-0.5@1h+1h"})
  void tellsHowPartitionsAreWritten(String text) {
    assertThatThrownBy(() -> Converters.partition(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("a partition is written like 0.5@2h+30m: half of the nodes")
        .hasMessageEndingWith("and this is " + text);
  }

  @Test
  void tellsWhatIsWrongWithLatenciesAndPartitions() {
    assertThatThrownBy(() -> Converters.latency("slow"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("constant:50ms");
    assertThatThrownBy(() -> Converters.partition("1@2h+1h"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("a partition's share of the nodes is between 0 and 1; and this is 1@2h+1h");
    assertThatThrownBy(() -> Converters.partition("0.5@2y+1h"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("a duration is written like");
  }

  @Test
  void readsTheNamesOfWires() {
    assertThat(Converters.wire("weft")).isEqualTo(Wire.WEFT);
    assertThat(Converters.wire("drogulus")).isEqualTo(Wire.DROGULUS);
    assertThatThrownBy(() -> Converters.wire("DROGULUS"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("a wire is weft or drogulus, and this is DROGULUS");
  }

  @Test
  void aVersionIsANumberOrNone() {
    assertThat(Converters.expected("7")).isEqualTo(Expected.version(7));
    assertThat(Converters.expected("none")).isEqualTo(Expected.absent());
    assertThatThrownBy(() -> Converters.expected("new"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("a version is a number, or none, and this is new");
  }
}
