package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConvergenceTest {

  @Test
  void aNodeThatReachesNobodyDoesNotFindTheClosest() throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(SimOptions.of(1, 3))) {
      network.run(
          () -> {
            assertThat(new Convergence(network).detour()).isEmpty();
            network.faults().loss(1);
            assertThat(new Convergence(network).detour()).isPresent();
          });
    }
  }
}
