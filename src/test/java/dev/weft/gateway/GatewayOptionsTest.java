package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class GatewayOptionsTest {

  private final GatewayOptions options = GatewayOptions.at("localhost", 0);

  @Test
  void impossibleSettingsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> GatewayOptions.at("x", -1));
    assertThatIllegalArgumentException().isThrownBy(() -> GatewayOptions.at("x", 65_536));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withMost(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withMost(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withRate(0, 1));
  }

  @Test
  void whatIsSetIsThere() {
    assertThat(options.withMost(3, 4).streams()).isEqualTo(4);
    assertThat(options.withRate(3, 4).rate().burst()).isEqualTo(4);
    assertThat(options.withMetrics(() -> "x").metrics().orElseThrow().get()).isEqualTo("x");
  }
}
