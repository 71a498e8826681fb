package dev.weft.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {

  private final Tally<String> tally = new Tally<>();

  @Test
  void eachKindIsCountedByItself() {
    tally.add("a");
    tally.add("a");
    tally.add("b");
    assertThat(tally.count("a")).isEqualTo(2);
    assertThat(tally.count("b")).isEqualTo(1);
    tally.remove("a");
    assertThat(tally.count("a")).isEqualTo(1);
    tally.remove("a");
    assertThat(tally.count("a")).isZero();
    assertThat(tally.count("b")).isEqualTo(1);
  }

  @Test
  void thereAreNeverFewerThanNone() {
    tally.remove("a");
    assertThat(tally.count("a")).isZero();
    tally.add("a");
    assertThat(tally.count("a")).isEqualTo(1);
  }
}
