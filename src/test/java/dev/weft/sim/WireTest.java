package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mockStatic;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.tcp.MalformedException;
import dev.weft.tcp.MessageCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {

  private static final Contact CONTACT =
      new Contact(Key.of("node"), new Endpoint(3, "node-3").address);
  private static final Item ITEM =
      ContentItem.of(new byte[] {1, 2, 3}, Instant.parse("2026-02-01T00:00:00Z"));

  private final Wire wire = new Wire(true);

  private static List<Request> requests() {
    return List.of(
        new Request.Ping(),
        new Request.Leave(),
        new Request.FindNode(Key.of("a")),
        new Request.FindValue(Key.of("a")),
        new Request.Store(ITEM),
        new Request.Store(ITEM, Duration.ofSeconds(7)));
  }

  private static List<Response> responses() {
    return List.of(
        new Response.Pong(),
        new Response.Nodes(List.of(CONTACT)),
        new Response.Values(List.of(ITEM)),
        new Response.Stored(),
        new Response.Refused(RefusalCode.BUSY, "busy"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestArrivesAsItWasSentButForNothingIsTheSameObject(Request request) {
    var carried = wire.carry(request);
    assertThat(carried.content()).isEqualTo(request).isNotSameAs(request);
    assertThat(carried.length()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("responses")
  void soDoesAResponseThatIsTheSameObjectWhereItReadsTheSame(Response response) {
    var carried = wire.carry(response);
    assertThat(carried.content()).isSameAs(response);
    assertThat(carried.length()).isPositive();
  }

  @Test
  void withoutTheCodecTheSameObjectArrivesAndNoBytesAreCounted() {
    Wire straight = new Wire(false);
    requests()
        .forEach(
            request -> {
              assertThat(straight.carry(request).content()).isSameAs(request);
              assertThat(straight.carry(request).length()).isZero();
            });
    responses()
        .forEach(
            response -> {
              assertThat(straight.carry(response).content()).isSameAs(response);
              assertThat(straight.carry(response).length()).isZero();
            });
  }

  @Test
  void whatTheWireCutsIsCut() {
    Response flood = new Response.Nodes(Collections.nCopies(5_000, CONTACT));
    Response.Nodes read = (Response.Nodes) wire.carry(flood).content();
    assertThat(read.contacts()).hasSizeBetween(1, 4_999).containsOnly(CONTACT);
  }

  @Test
  void anItemIsCachedForSecondsAndIsStillTheSameObject() {
    Request.Store store = new Request.Store(ITEM, Duration.ofMillis(1_500));
    Request.Store read = (Request.Store) wire.carry(store).content();
    assertThat(read.cacheFor()).isEqualTo(Duration.ofSeconds(1));
    assertThat(read.item()).isSameAs(ITEM);
  }

  @Test
  void aCodecThatDoesNotReadWhatItWroteIsAFaultOfTheProgram() {
    try (var codec = mockStatic(MessageCodec.class)) {
      codec.when(() -> MessageCodec.encode(any())).thenReturn(new byte[1]);
      codec
          .when(() -> MessageCodec.read(any(ByteBuffer.class)))
          .thenThrow(MalformedException.class);
      assertThatThrownBy(() -> wire.carry(new Request.Ping()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not read what it wrote");
    }
  }
}
