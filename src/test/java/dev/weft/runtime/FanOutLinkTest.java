package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The class needs no flag, and an unknown API is told in a sentence. */
final class FanOutLinkTest extends FanOutFixture {
  @Test
  void opensByEitherSignatureOfTheApi() {
    for (MethodHandle opener :
        List.of(
            FanOut.opener(Function.class, UnaryOperator.class),
            FanOut.opener(UnaryOperator.class, Function.class))) {
      FanOut.open(opener, this::thread, () -> false).close();
    }
  }

  @Test
  void unknownStructuredConcurrencyIsToldInOneSentence() {
    MethodHandle unknown = FanOut.opener(Runnable.class, String.class);
    assertThatIllegalStateException()
        .isThrownBy(() -> FanOut.open(unknown, this::thread, () -> false))
        .withMessageContaining("Java " + Runtime.version().feature())
        .withMessageContaining("run it on Java 25")
        .withCauseInstanceOf(NoSuchMethodError.class);
  }

  @Test
  void missingThreadFactoryIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> FanOut.open(null, () -> false));
  }

  @Test
  void classFileIsNotMarkedAsPreviewUser() throws IOException {
    try (var in =
        new DataInputStream(FanOut.class.getResourceAsStream("/dev/weft/runtime/FanOut.class"))) {
      assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
      assertThat(in.readUnsignedShort()).as("minor version").isZero();
      assertThat(in.readUnsignedShort()).as("major version").isEqualTo(69);
    }
  }
}
