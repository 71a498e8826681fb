package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.item.ItemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrogulusItemCodecTest {

  @Test
  void anItemThatIsReadAgainIsTheSameAndGenuine() throws ItemException {
    DrogulusItem item =
        DrogulusItem.sign(
            Vectors.identity("alice"), "name", new JsonValue.Text("value"), 1_000.5, 2_000.25);
    DrogulusItem read = DrogulusItemCodec.read(DrogulusItemCodec.encode(item));
    assertThat(read).isEqualTo(item);
    assertThat(read.asJson()).isEqualTo(item.asJson());
    read.verify();
  }

  @Test
  void whatIsNoItemIsMalformed() {
    for (String text : List.of("", "{", "[]", "{}", "{} {}")) {
      assertThatExceptionOfType(ItemException.class)
          .as(text)
          .isThrownBy(() -> DrogulusItemCodec.read(text.getBytes(US_ASCII)));
    }
  }
}
