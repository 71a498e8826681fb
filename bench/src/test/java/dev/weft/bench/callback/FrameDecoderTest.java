package dev.weft.bench.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.bench.Samples;
import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.tcp.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {

  private final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());

  @Test
  void whatIsWrittenIsReadHoweverItComes() {
    var random = new SplittableRandom(1);
    List<Message> sent = new ArrayList<>();
    ByteBuf all = Unpooled.buffer();
    for (int i = 0; i < 200; i++) {
      sent.add(
          switch (i % 4) {
            case 0 -> new Message.Call(i, new Request.Ping());
            case 1 -> new Message.Call(i, new Request.FindNode(Key.random(random)));
            case 2 ->
                new Message.Answer(
                    i, new Response.Nodes(Samples.contacts(random.nextInt(20), random)));
            default ->
                new Message.Call(i, new Request.Store(Samples.item(random.nextInt(999), random)));
          });
      FrameDecoder.write(sent.getLast(), all);
    }
    while (all.isReadable()) {
      int count = Math.min(all.readableBytes(), 1 + random.nextInt(3000));
      channel.writeInbound(all.readRetainedSlice(count));
    }
    List<Object> received = new ArrayList<>();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      received.add(next);
    }
    assertThat(received).isEqualTo(sent);
  }

  @Test
  void whatIsNoNetstringIsMalformed() {
    for (String bytes : List.of("x", ":", "01:", "999999:", "3:abc;", "3:abc,")) {
      var fresh = new EmbeddedChannel(new FrameDecoder());
      ByteBuf in = Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII);
      assertThatThrownBy(() -> fresh.writeInbound(in))
          .as(bytes)
          .isInstanceOf(DecoderException.class)
          .hasCauseInstanceOf(MalformedException.class);
    }
  }
}
