package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private final RoundTrips roundTrips = new RoundTrips(Duration.ofNanos(50), Duration.ofNanos(500));

  private void took(long... nanos) {
    LongStream.of(nanos).forEach(roundTrips::took);
  }

  @Test
  void softDeadlineBeginsAtTheFloor() {
    assertThat(roundTrips.softDeadline()).isEqualTo(50);
  }

  @Test
  void softDeadlineIsNeverBelowTheFloorNorAboveTheCap() {
    took(1);
    assertThat(roundTrips.softDeadline()).isEqualTo(50);
    took(1000, 1000);
    assertThat(roundTrips.softDeadline()).isEqualTo(500);
  }

  @Test
  void softDeadlineIsTheNinetiethPercentile() {
    took(60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160);
    assertThat(roundTrips.softDeadline()).isEqualTo(150);
  }

  @Test
  void softDeadlineIsComputedAfterEachOfTheFirstSixteenAndThenAfterEverySixteenth() {
    for (int i = 0; i < 16; i++) {
      took(100);
      assertThat(roundTrips.softDeadline()).isEqualTo(100);
    }
    for (int i = 0; i < 15; i++) {
      took(200);
      assertThat(roundTrips.softDeadline()).isEqualTo(100);
    }
    took(200);
    assertThat(roundTrips.softDeadline()).isEqualTo(200);
  }

  @Test
  void onlyTheLast128Count() {
    for (int i = 0; i < 1000; i++) {
      took(400);
    }
    for (int i = 0; i < 128; i++) {
      took(100);
    }
    for (int i = 0; i < 15; i++) {
      took(100);
    }
    assertThat(roundTrips.softDeadline()).isEqualTo(100);
  }

  @Test
  void floorAboveTheCapIsTheSoftDeadlineForGood() {
    var never = new RoundTrips(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(5));
    long before = never.softDeadline();
    never.took(100);
    assertThat(never.softDeadline()).isEqualTo(before).isEqualTo(Duration.ofDays(365).toNanos());
  }
}
