package dev.weft.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorpusTest {

  @ParameterizedTest
  @EnumSource
  void allInputsThatAreKeptAreReadWithoutAFault(Target target) throws Exception {
    List<byte[]> inputs = Corpus.of(target);
    assertThat(inputs).isNotEmpty();
    for (byte[] input : inputs) {
      assertThatCode(() -> target.read(input))
          .as(() -> HexFormat.of().formatHex(input))
          .doesNotThrowAnyException();
    }
  }
}
