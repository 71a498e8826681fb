package dev.weft.netstring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetstringTest {

  private static final int MOST = 128 * 1024;

  private final Netstring frames = Netstring.strict(MOST);

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  private static String text(ByteBuffer payload) {
    return ISO_8859_1.decode(payload).toString();
  }

  private List<String> all(InputStream in) throws IOException, MalformedException {
    var payloads = new ArrayList<String>();
    do {
      for (ByteBuffer next = frames.next(); next != null; next = frames.next()) {
        payloads.add(text(next));
      }
    } while (frames.fill(in) >= 0);
    return payloads;
  }

  @Test
  void theFirstByteIsSeenBeforeItIsTaken() throws Exception {
    assertThat(frames.peek()).isNegative();
    frames.fill(stream("\u00ff"));
    assertThat(frames.peek()).isEqualTo(255);
  }

  @Test
  void oneReadBringsManyFrames() throws Exception {
    assertThat(frames.fill(stream("5:hello,0:,2:,:,3:cut"))).isEqualTo(21);
    assertThat(text(frames.next())).isEqualTo("hello");
    assertThat(text(frames.next())).isEmpty();
    assertThat(text(frames.next())).isEqualTo(",:");
    assertThat(frames.next()).isNull();
    assertThat(frames.fill(stream(","))).isOne();
    assertThat(text(frames.next())).isEqualTo("cut");
    assertThat(frames.next()).isNull();
    assertThat(frames.fill(stream(""))).isNegative();
  }

  @Test
  void framesOfAnyLengthComeInPiecesOfAnyLength() throws Exception {
    var random = new Random(2);
    for (int round = 0; round < 10; round++) {
      var expected = new ArrayList<String>();
      var sent = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        int length = random.nextInt(i % 4 == 0 ? MOST + 1 : 3000);
        String payload = String.valueOf((char) ('a' + i)).repeat(length);
        expected.add(payload);
        sent.append(length).append(':').append(payload).append(',');
      }
      assertThat(all(inPieces(sent.toString(), random))).isEqualTo(expected);
    }
  }

  private static InputStream inPieces(String text, Random random) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, 1 + random.nextInt(length));
      }
    };
  }

  @Test
  void theLongestFramePasses() throws Exception {
    String payload = "x".repeat(MOST);
    assertThat(all(stream("131072:" + payload + ",1:a,"))).containsExactly(payload, "a");
  }

  /** How many bytes one read may bring. */
  private int room() throws IOException {
    var asked = new int[1];
    frames.fill(
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            asked[0] = length;
            return -1;
          }
        });
    return asked[0];
  }

  @Test
  void whoSaysLittleHasASmallBufferAndWhoFillsItALargerOne() throws Exception {
    assertThat(room()).isEqualTo(512);
    assertThat(all(stream("1:a,".repeat(100)))).hasSize(100);
    assertThat(room()).isEqualTo(512);
    assertThat(all(stream("1:a,".repeat(128)))).hasSize(128);
    assertThat(room()).isEqualTo(1024);
    assertThat(all(stream("2:ab,".repeat(10_000)))).hasSize(10_000);
    assertThat(room()).isEqualTo(8 * 1024);
    assertThat(all(stream("100000:" + "x".repeat(100_000) + ","))).hasSize(1);
    assertThat(room()).isEqualTo(8 * 1024);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", ":", "01:x,", "00:", "-1:", "+1:x,", " 1:x,", "1 :x,", "\u00ff:"})
  void aFrameThatDoesNotStartWithItsLengthIsMalformed(String text) throws Exception {
    frames.fill(stream(text));
    assertThatThrownBy(frames::next).isInstanceOf(MalformedException.class);
  }

  @Test
  void aFrameThatDoesNotEndWithACommaIsMalformed() throws Exception {
    frames.fill(stream("1:ab"));
    assertThatThrownBy(frames::next).hasMessageContaining("does not end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"131073", "99999999999999999999", "131072:\1\2\3"})
  void aFrameThatIsTooLongIsMalformedBeforeItComes(String text) throws Exception {
    String wrong = text.replace("131072:", "1310720");
    frames.fill(stream(wrong));
    assertThatThrownBy(frames::next).hasMessageContaining("more than 131072 bytes");
  }

  @Test
  void aLenientReaderTakesUpTo20ZerosInFront() throws Exception {
    Netstring lenient = Netstring.lenient(MOST);
    lenient.fill(stream("05:hello,00:," + "0".repeat(20) + "1:x," + "0".repeat(21)));
    assertThat(text(lenient.next())).isEqualTo("hello");
    assertThat(text(lenient.next())).isEmpty();
    assertThat(text(lenient.next())).isEqualTo("x");
    assertThat(lenient.next()).isNull();
    lenient.fill(stream("1:x,"));
    assertThatThrownBy(lenient::next).hasMessageContaining("does not start with its length");
  }

  @Test
  void theLongestFramePassesALenientReaderWithAllItsZeros() throws Exception {
    Netstring lenient = Netstring.lenient(MOST);
    InputStream in = stream("0".repeat(20) + "131072:" + "x".repeat(MOST) + ",1:a,");
    int frames = 0;
    while (lenient.fill(in) >= 0) {
      while (lenient.next() != null) {
        frames++;
      }
    }
    assertThat(frames).isEqualTo(2);
  }

  @Test
  void aFrameIsWhatAReaderTakesApart() throws Exception {
    byte[] frame = Netstring.frame(10, out -> out.put("0123456789".getBytes(ISO_8859_1)));
    assertThat(new String(frame, ISO_8859_1)).isEqualTo("10:0123456789,");
    frames.fill(new ByteArrayInputStream(frame));
    assertThat(text(frames.next())).isEqualTo("0123456789");
  }
}
