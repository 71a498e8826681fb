package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.Announcement;
import dev.weft.item.Identity;
import dev.weft.item.Provider;
import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A watch, and what it brings, as bytes. */
class WatchCodecTest {

  private static final Cursor CURSOR = new Cursor(-7, Long.MIN_VALUE);
  private static final int HEAD = 1 + 8;

  private final Samples samples = new Samples(3);

  private static Message read(byte[] bytes) throws MalformedException {
    return MessageCodec.read(ByteBuffer.wrap(bytes));
  }

  private static Message again(Message message) throws MalformedException {
    return read(MessageCodec.encode(message));
  }

  private static Request.Watch watch(Duration lease) {
    return new Request.Watch(Key.of("watched"), true, CURSOR, lease);
  }

  private static Duration lease(byte[] bytes) throws MalformedException {
    return ((Request.Watch) ((Message.Call) read(bytes)).request()).lease();
  }

  private static byte[] encoded(Duration lease) {
    return MessageCodec.encode(new Message.Call(1, watch(lease)));
  }

  private static byte[] changed(List<Provider> providers) {
    return MessageCodec.encode(new Message.Answer(1, new Response.Changed(CURSOR, providers)));
  }

  @Test
  void aLeaseIsNeitherNegativeNorLongerThanThereIsRoomFor() throws MalformedException {
    assertThat(lease(encoded(Duration.ofMillis(30_001)))).isEqualTo(Duration.ofMillis(30_001));
    assertThat(lease(encoded(Duration.ofSeconds(-1)))).isZero();
    assertThat(lease(encoded(Duration.ofDays(1_000))))
        .isEqualTo(Duration.ofMillis(Integer.MAX_VALUE));
    byte[] bytes = encoded(Duration.ZERO);
    Arrays.fill(bytes, bytes.length - 4, bytes.length, (byte) -1);
    assertThat(lease(bytes)).as("from a peer that sent a negative one").isZero();
  }

  @Test
  void anItemAndATopicAreTwoQuestions() throws MalformedException {
    for (boolean topic : new boolean[] {true, false}) {
      var call =
          new Message.Call(1, new Request.Watch(samples.key(), topic, CURSOR, Duration.ZERO));
      assertThat(again(call)).isEqualTo(call);
    }
  }

  @Test
  void asManyOfTheLongestRecordsAsAreToldOfAtOnceFitAMessage()
      throws MalformedException, UnknownHostException {
    byte[] address = new byte[16];
    address[0] = 32;
    var terms =
        new Announcement.Terms(
            Key.of("topic"),
            Optional.of(new InetSocketAddress(InetAddress.getByAddress(address), 65_535)),
            new byte[Announcement.MAX_PAYLOAD_BYTES],
            1,
            Instant.EPOCH,
            false);
    List<Provider> longest = new ArrayList<>();
    for (int i = 0; i < 100; i++) { // as many as WatchHandler.MOST_CHANGES
      longest.add(new Provider(Announcement.sign(Identity.generate(), terms), i % 2 == 0));
    }
    assertThat(longest.getFirst().announcement().encodedLength()).isEqualTo(Announcement.MAX_BYTES);
    byte[] bytes = changed(longest);
    assertThat(bytes).hasSizeLessThanOrEqualTo(MessageCodec.MAX_BYTES);
    assertThat(read(bytes)).isEqualTo(new Message.Answer(1, new Response.Changed(CURSOR, longest)));
  }

  @Test
  void anAnswerWhoseRecordsDoNotFitItIsMalformed() {
    byte[] none = changed(List.of());
    assertThat(none).hasSize(HEAD + 16 + 2);
    none[none.length - 1] = 1;
    assertThatThrownBy(() -> read(none)).isInstanceOf(MalformedException.class);
    byte[] one = changed(List.of(new Provider(samples.announcement(), true)));
    one[none.length + 1] = -1; // its length
    assertThatThrownBy(() -> read(one)).isInstanceOf(MalformedException.class);
    byte[] two = changed(List.of(new Provider(samples.announcement(), true)));
    two[none.length - 1] = 0; // of which there are none
    assertThatThrownBy(() -> read(two)).isInstanceOf(MalformedException.class);
    byte[] unchanged = MessageCodec.encode(new Message.Answer(1, new Response.Unchanged()));
    assertThat(unchanged).hasSize(HEAD);
    assertThatThrownBy(() -> read(Arrays.copyOf(unchanged, HEAD + 1)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void aWatchIsAnsweredByWhatChangedOrThatNothingHas() throws RpcException {
    Request watch = watch(Duration.ZERO);
    for (Response fitting :
        List.of(new Response.Unchanged(), new Response.Changed(CURSOR, List.of()))) {
      assertThat(new Outcome.Answered(fitting).to(watch, "the peer")).isSameAs(fitting);
      assertThatThrownBy(() -> new Outcome.Answered(fitting).to(new Request.Ping(), "the peer"))
          .isInstanceOf(RpcException.Misbehaved.class);
    }
    assertThatThrownBy(() -> new Outcome.Answered(new Response.Pong()).to(watch, "the peer"))
        .isInstanceOf(RpcException.Misbehaved.class);
  }
}
