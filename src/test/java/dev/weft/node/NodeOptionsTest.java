package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.lookup.LookupOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeOptionsTest {

  @Test
  void theDefaultsAreThePapers() {
    assertThat(NodeOptions.DEFAULT.k()).isEqualTo(20);
    assertThat(NodeOptions.DEFAULT.maintenanceInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(NodeOptions.DEFAULT.timeToLive()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void timesArePositiveLestAChoreNeverRests() {
    LookupOptions lookup = LookupOptions.DEFAULT;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeOptions(lookup, Duration.ZERO, Duration.ofHours(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeOptions(lookup, Duration.ofHours(1), Duration.ofHours(-1)));
  }
}
