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
  void soDoesAResponse(Response response) {
    var carried = wire.carry(response);
    assertThat(carried.content()).isEqualTo(response).isNotSameAs(response);
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

  private Contact arrived() {
    return ((Response.Nodes) wire.carry(new Response.Nodes(List.of(CONTACT))).content())
        .contacts()
        .getFirst();
  }

  @Test
  void aContactThatIsKnownStandsForAllThatAreEqual() {
    assertThat(arrived()).isEqualTo(CONTACT).isNotSameAs(CONTACT);
    wire.know(CONTACT);
    assertThat(arrived()).isSameAs(CONTACT);
  }

  @Test
  void oneThatHasMovedStaysAsItWasNamed() {
    wire.know(new Contact(CONTACT.key(), new Endpoint(4, "node-4").address));
    assertThat(arrived()).isEqualTo(CONTACT);
  }

  @Test
  void equalItemsBecomeOne() {
    Item stored = ((Request.Store) wire.carry(new Request.Store(ITEM)).content()).item();
    Item found =
        ((Response.Values) wire.carry(new Response.Values(List.of(ITEM))).content())
            .items()
            .getFirst();
    assertThat(found).isSameAs(stored).isEqualTo(ITEM);
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
