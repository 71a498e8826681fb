package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.item.Announcement;
import dev.weft.item.Identity;
import dev.weft.item.Provider;
import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProvidersCodecTest {

  private static final int HEAD = 1 + 8;

  private final Samples samples = new Samples(3);

  private static Message read(byte[] bytes) throws MalformedException {
    return MessageCodec.read(ByteBuffer.wrap(bytes));
  }

  private static byte[] encode(Response response) {
    return MessageCodec.encode(new Message.Answer(1, response));
  }

  private static Response again(Response response) throws MalformedException {
    return ((Message.Answer) read(encode(response))).response();
  }

  private static Request again(Request request) throws MalformedException {
    byte[] bytes = MessageCodec.encode(new Message.Call(1, request));
    return ((Message.Call) read(bytes)).request();
  }

  private Provider provider(int payload) {
    Announcement.Terms terms =
        new Announcement.Terms(
            samples.key(), Optional.empty(), new byte[payload], 1, Instant.EPOCH, false);
    return new Provider(Announcement.sign(Identity.fromSecret(new byte[32]), terms), true);
  }

  private static void refuses(byte[] bytes, String why) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> read(bytes))
        .withMessageContaining(why);
  }

  @Test
  void whatIsWantedAtMostIsCutToWhatCanBeWritten() throws MalformedException {
    Key topic = samples.key();
    for (int[] most : new int[][] {{-1, 0}, {0, 0}, {65_535, 65_535}, {65_536, 65_535}}) {
      assertThat(again(new Request.FindProviders(topic, most[0])))
          .isEqualTo(new Request.FindProviders(topic, most[1]));
    }
  }

  @Test
  void ofTooManyRecordsTheFirstAreSentAsManyAsAFrameHoldsBesideTheContacts()
      throws MalformedException {
    Provider longest = provider(Announcement.MAX_PAYLOAD_BYTES);
    List<Provider> many = Collections.nCopies(1_000, longest);
    var answer =
        new Response.Providers(
            5_000, many, List.of(samples.contact(), samples.contact(), samples.contact()));
    byte[] bytes = encode(answer);
    int each = 1 + 2 + longest.announcement().encodedLength();
    assertThat(bytes.length)
        .isLessThanOrEqualTo(MessageCodec.MAX_BYTES)
        .isGreaterThan(MessageCodec.MAX_BYTES - each);
    var read = (Response.Providers) again(answer);
    assertThat(read.total()).isEqualTo(5_000);
    assertThat(read.contacts()).isEqualTo(answer.contacts());
    assertThat(read.providers()).hasSizeGreaterThan(90).containsOnly(longest);
  }

  @Test
  void noMoreRecordsAreSentThanCanBeCounted() {
    List<Provider> many = Collections.nCopies(70_000, provider(0));
    assertThat(ProvidersCodec.sent(new Response.Providers(70_000, many, List.of()), 1 << 30))
        .hasSize(65_535);
  }

  @Test
  void whetherAnAddressIsCheckedIsTold() throws MalformedException {
    Announcement record = provider(3).announcement();
    for (boolean checked : new boolean[] {false, true}) {
      var answer = new Response.Providers(1, List.of(new Provider(record, checked)), List.of());
      assertThat(again(answer)).isEqualTo(answer);
    }
  }

  @Test
  void whoGivesMoreThanItSaysThatThereAreIsRefused() {
    byte[] bytes = encode(new Response.Providers(1, List.of(provider(3)), List.of()));
    bytes[HEAD + 2 + 3] = 0;
    refuses(bytes, "more providers than it says that there are");
    bytes[HEAD + 2] = -1;
    refuses(bytes, "more providers than it says that there are");
  }

  @Test
  void aRecordOfAnImpossibleLengthIsRefused() {
    byte[] bytes = encode(new Response.Providers(1, List.of(provider(3)), List.of()));
    int lengthAt = HEAD + 2 + 4 + 2 + 1;
    bytes[lengthAt] = -1;
    refuses(bytes, "an announcement has an impossible length");
    bytes[lengthAt] = 0;
    bytes[lengthAt + 1] -= 1;
    refuses(bytes, "");
  }

  @Test
  void aRecordThatIsNoneIsRefusedWithTheReason() {
    byte[] bytes =
        MessageCodec.encode(new Message.Call(1, new Request.Announce(provider(3).announcement())));
    bytes[HEAD + 32 + 64 + 16] = 9;
    refuses(bytes, "there is no record of kind 9");
    refuses(Arrays.copyOf(bytes, 40), "it is cut short");
  }

  @Test
  void aWatchIsLeasedForAsLongAsCanBeWrittenAndNeverForLessThanNothing() throws MalformedException {
    Request.Watch watch =
        new Request.Watch(samples.key(), true, new Cursor(1, 2), Duration.ofDays(99));
    byte[] bytes = MessageCodec.encode(new Message.Call(1, watch));
    assertThat(((Request.Watch) again(watch)).lease())
        .isEqualTo(Duration.ofMillis(Integer.MAX_VALUE));
    bytes[bytes.length - 4] = -1;
    Request read = ((Message.Call) read(bytes)).request();
    assertThat(((Request.Watch) read).lease()).isZero();
  }
}
