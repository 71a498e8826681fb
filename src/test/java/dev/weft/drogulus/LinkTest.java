package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.rpc.RpcException;
import dev.weft.runtime.Background;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Promise;
import dev.weft.socket.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest extends LinkFixture {

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private RpcException theEnd() throws InterruptedException {
    settle();
    assertThat(ended).hasSize(1);
    return ended.getFirst();
  }

  @Test
  void messagesThatComeAreHandedOver() throws Exception {
    Link link = open();
    SealedMessage message = said(FIND);
    peer.send(message);
    settle();
    assertThat(received).containsExactly(message);
    assertThat(link.isOpen()).isTrue();
    assertThat(link.isIdle()).isTrue();
    assertThat(link).hasToString("127.0.0.1");
  }

  @Test
  void messagesAreSentInTheirOrder() throws Exception {
    Link link = open();
    SealedMessage one = said(FIND);
    SealedMessage two = said(new DrogulusMessage.Ok());
    link.send(one);
    link.send(two);
    assertThat(peer.receive()).isEqualTo(one);
    assertThat(peer.receive()).isEqualTo(two);
  }

  @Test
  void itIsKnownWhenALinkWasLastOfUse() throws Exception {
    Link link = open();
    long start = link.born();
    environment.sleep(LONG);
    link.send(said(FIND));
    assertThat(link.lastUsed() - start).isEqualTo(LONG.toNanos());
    assertThat(link.lastHeard()).isEqualTo(start);
    environment.sleep(LONG);
    peer.send(said(FIND));
    settle();
    assertThat(link.lastHeard() - start).isEqualTo(LONG.multipliedBy(2).toNanos());
    assertThat(link.lastUsed()).isEqualTo(link.lastHeard());
  }

  @Test
  void aLinkThatIsNotConnectedYetIsNotIdle() throws Exception {
    Link link = link(lines[0]);
    assertThat(link.isIdle()).isFalse();
    assertThatThrownBy(() -> link.awaitOpen(Duration.ofMillis(1)))
        .isInstanceOf(RpcException.Timeout.class)
        .hasMessageContaining("no connection to 127.0.0.1 in time");
  }

  @Test
  void whereAllIsClosedNoLinkBegins() throws Exception {
    crew.close();
    Link link = link(lines[0]);
    link.start();
    assertThatThrownBy(() -> link.awaitOpen(LONG))
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessage(DrogulusTransport.CLOSED);
    assertThat(theEnd()).hasMessage(DrogulusTransport.CLOSED);
  }

  @Test
  void whereAllIsClosedMeanwhileTheLinkEnds() throws Exception {
    crew = new Crew(environment, 1);
    Link link = link(lines[0]);
    link.start();
    assertThatThrownBy(() -> link.awaitOpen(LONG))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("ended");
    assertThat(peer.isCutOff()).isTrue();
  }

  @Test
  void aMessageForWhichNoThreadStartsIsDropped() throws Exception {
    crew = new Crew(environment, 2);
    Link link = open();
    peer.send(said(FIND));
    settle();
    assertThat(received).isEmpty();
    assertThat(link.isIdle()).isTrue();
  }

  private static Line line() throws IOException {
    Line line = mock(Line.class);
    when(line.remote()).thenReturn(InetAddress.getLoopbackAddress());
    when(line.in()).thenReturn(InputStream.nullInputStream());
    return line;
  }

  @Test
  void whoCannotBeReachedIsUnreachable() throws Exception {
    Line line = line();
    doThrow(new IOException("refused")).when(line).open();
    Link link = link(line);
    link.start();
    assertThatThrownBy(() -> link.awaitOpen(LONG))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessage("cannot connect to 127.0.0.1: refused");
  }

  @Test
  void aLineThatCannotBeReadIsBroken() throws Exception {
    Line line = line();
    doThrow(new IOException("reset")).when(line).in();
    link(line).start();
    assertThat(theEnd()).isInstanceOf(RpcException.Unreachable.class).hasMessageContaining("broke");
  }

  @Test
  void aLineThatCannotBeWrittenIsBroken() throws Exception {
    Line line = mock(Line.class);
    when(line.remote()).thenReturn(InetAddress.getLoopbackAddress());
    when(line.in()).thenReturn(lines[0].in());
    doThrow(new IOException("reset")).when(line).out();
    link(line).start();
    assertThat(theEnd()).isInstanceOf(RpcException.Unreachable.class).hasMessageContaining("broke");
    lines[0].close();
  }

  @Test
  void whoClosesEndsTheLink() throws Exception {
    Link link = open();
    peer.close();
    assertThat(theEnd()).isInstanceOf(RpcException.Unreachable.class).hasMessageContaining("ended");
    assertThat(link.isOpen()).isFalse();
    assertThatThrownBy(() -> link.send(said(FIND)))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("closed");
    link.close(OVER);
    assertThat(ended).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", ":,", "-1:", "2:{}x", "2:{}\n", "12582913:", "3:\u00ff{},"})
  void whatIsNoFrameEndsTheLink(String garbage) throws Exception {
    open();
    peer.send(bytes(garbage));
    assertThat(theEnd())
        .isInstanceOf(RpcException.Misbehaved.class)
        .hasMessageContaining("cannot be read");
    assertThat(peer.isCutOff()).isTrue();
  }

  @Test
  void whatIsNoMessageIsIgnoredAHundredTimes() throws Exception {
    Link link = open();
    peer.send(bytes("0:,2:[],4:null,8:not json,".repeat(25)));
    settle();
    assertThat(link.isOpen()).isTrue();
    peer.send(bytes("2:{},"));
    assertThat(theEnd())
        .isInstanceOf(RpcException.Misbehaved.class)
        .hasMessageContaining("too much that is no message");
    assertThat(received).isEmpty();
  }

  @Test
  void only32MessagesAreWorkedOnAtOnce() throws Exception {
    Promise<Boolean> go = environment.promise();
    taker =
        message -> {
          received.add(message);
          go.await();
        };
    Link link = open();
    SealedMessage message = said(FIND);
    for (int i = 0; i < 40; i++) {
      peer.send(message);
    }
    settle();
    assertThat(received).hasSize(Link.MOST_AT_ONCE);
    assertThat(link.isIdle()).isFalse();
    go.complete(true);
    settle();
    assertThat(received).hasSize(40);
    assertThat(link.isIdle()).isTrue();
  }

  @Test
  void whileALongMessageIsWorkedOnNoOtherIsRead() throws Exception {
    Promise<Boolean> go = environment.promise();
    taker =
        message -> {
          received.add(message);
          go.await();
        };
    open();
    start(() -> peer.send(longOne()));
    start(() -> peer.send(said(FIND)));
    settle();
    assertThat(received).hasSize(1);
    go.complete(true);
    settle();
    assertThat(received).hasSize(2);
  }

  @Test
  void wherePeersSendTooManyLongFramesOneMoreIsCutOff() throws Exception {
    for (int i = 0; i < LargeFrames.MOST; i++) {
      large.note(link(line()), LargeFrames.LONG, 0);
    }
    open();
    Background<Boolean> sending =
        Background.of(
            environment,
            () -> {
              peer.send(bytes("1000000:" + "x".repeat(4 * LargeFrames.LONG)));
              return true;
            });
    assertThat(theEnd()).isInstanceOf(RpcException.Misbehaved.class);
    assertThat(sending.failure()).isInstanceOf(IOException.class);
    large.late(Duration.ofSeconds(-1), environment.nanoTime()).forEach(large::release);
  }

  @Test
  void noMoreWaitsToBeSentThanTheLimit() throws Exception {
    Link link = open();
    SealedMessage message = longOne();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                link.send(message);
              }
            })
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessageContaining("too much waits");
    assertThat(link.isOpen()).isTrue();
    assertThat(link.isIdle()).isFalse();
  }

  @Test
  void whoReadsNothingIsGivenUp() throws Exception {
    Link link = open();
    link.send(longOne());
    environment.sleep(Link.PATIENCE);
    environment.sleep(Duration.ofMillis(1));
    assertThatThrownBy(() -> link.send(said(FIND)))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("does not read");
    assertThat(theEnd()).hasMessageContaining("does not read");
  }

  @Test
  void closingTheCrewEndsTheLink() throws Exception {
    Promise<Boolean> never = environment.promise();
    taker = message -> never.await();
    Link link = open();
    for (int i = 0; i < 40; i++) {
      peer.send(said(FIND));
    }
    settle();
    Thread closing = start(crew::close);
    settle();
    assertThat(link.isOpen()).isFalse();
    assertThat(peer.isCutOff()).isTrue();
    assertThat(closing.isAlive()).isFalse();
  }

  @Test
  void aFrameMayComeInPieces() throws Exception {
    open();
    SealedMessage message = said(FIND);
    for (byte each : message.frame()) {
      peer.send(new byte[] {each});
    }
    settle();
    assertThat(received).containsExactly(message);
    assertThat(new ByteArrayInputStream(message.frame()).readAllBytes()).startsWith('1');
  }
}
