package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.netstring.MalformedException;
import dev.weft.netstring.Netstring;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FramesTest {

  private final List<String> delivered = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();

  /** What comes of bytes that arrive in these pieces: whether the connection has to be closed. */
  private boolean isCutOff(Iterable<byte[]> segments) throws IOException {
    Netstring frames = DrogulusCodec.frames();
    try {
      for (byte[] segment : segments) {
        InputStream in = new ByteArrayInputStream(segment);
        while (frames.fill(in) >= 0) {
          for (ByteBuffer next = frames.next(); next != null; next = frames.next()) {
            lengths.add(next.remaining());
            delivered.add(UTF_8.newDecoder().decode(next).toString());
          }
        }
      }
      return false;
    } catch (MalformedException | CharacterCodingException e) {
      return true;
    }
  }

  @TestFactory
  Stream<DynamicTest> framesAreTakenAsIsRecommended() {
    return Vectors.list("netstring", "decode").stream()
        .filter(vector -> vector.get("segments_base64") != null)
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    Vectors.text(vector, "name"), () -> assertTakenAsRecommended(vector)));
  }

  private void assertTakenAsRecommended(Map<String, Object> vector) throws IOException {
    delivered.clear();
    List<byte[]> segments =
        Vectors.texts(vector.get("segments_base64")).stream()
            .map(Base64.getDecoder()::decode)
            .toList();
    Map<String, Object> recommended = Vectors.map(vector.get("recommended"));
    boolean cutOff = isCutOff(segments);
    // A digit of another script is none here: a length is "decimal ASCII", and Python takes any.
    Object expected =
        vector.get("name").equals("arabic-indic digit") ? List.of() : recommended.get("delivered");
    assertThat(delivered).isEqualTo(expected);
    assertThat(cutOff).isEqualTo(recommended.get("closed"));
  }

  @Test
  void theLongestFramePasses() throws IOException {
    int length = DrogulusCodec.MAX_PAYLOAD;
    String frame = "12582912:" + "x".repeat(length) + ",";
    assertThat(isCutOff(List.of(frame.getBytes(US_ASCII)))).isFalse();
    assertThat(lengths).containsExactly(length);
  }

  @Test
  void framesAreMadeAsTheDrogulusMakesThem() {
    for (Map<String, Object> vector : Vectors.list("netstring", "encode")) {
      byte[] payload = Vectors.text(vector, "text").getBytes(UTF_8);
      assertThat(Netstring.frame(payload.length, out -> out.put(payload)))
          .isEqualTo(Base64.getDecoder().decode(Vectors.text(vector, "frame_base64")));
    }
  }
}
