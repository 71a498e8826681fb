package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class SimThreadsTest {

  @Test
  void aThreadRunsOnTheExecutorThatItWasMadeFor() {
    StringBuilder log = new StringBuilder();
    Executor executor =
        step -> {
          log.append("handed over, ");
          step.run();
        };
    Thread thread = SimThreads.make(executor, "name", () -> log.append("run"));
    assertThat(thread.getName()).isEqualTo("name");
    assertThat(log).isEmpty();
    thread.start();
    assertThat(log).hasToString("handed over, run");
  }

  @Test
  void whereTheBuilderIsNotToBeHadTheSentenceNamesTheFlag() {
    MethodHandle maker = SimThreads.maker("java.lang.NoSuchBuilder");
    assertThatThrownBy(() -> SimThreads.builder(maker, Runnable::run))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("--add-opens java.base/java.lang=ALL-UNNAMED");
  }

  @Test
  void whereWeftIsAModuleTheFlagNamesThat() {
    assertThat(SimThreads.sentence(Object.class.getModule()))
        .contains("--add-opens java.base/java.lang=java.base ");
  }
}
