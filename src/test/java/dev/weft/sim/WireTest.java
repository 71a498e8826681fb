package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mockStatic;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.tcp.MessageCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {

  private static final Contact CONTACT =
      new Contact(Key.of("node"), new Endpoint(3, "node-3").address);
  private static final Item ITEM =
      ContentItem.of(new byte[] {1, 2, 3}, Instant.parse("2026-02-01T00:00:00Z"));

  private final List<Runnable> given = new ArrayList<>();
  private final Wire wire = new Wire(true, given::add);

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
  void aRequestArrivesAsItWasSentButIsAnotherObject(Request request) {
    var carried = wire.carry(request).receive();
    assertThat(carried.content()).isEqualTo(request).isNotSameAs(request);
    assertThat(carried.length()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("responses")
  void soDoesAResponseThatIsTheSameObjectWhereItReadsTheSame(Response response) {
    var carried = wire.carry(response).receive();
    assertThat(carried.content()).isSameAs(response);
    assertThat(carried.length()).isPositive();
  }

  @Test
  void withoutTheCodecTheSameObjectArrivesAndNoBytesAreCounted() {
    Wire straight = new Wire(false, given::add);
    requests()
        .forEach(
            request -> {
              assertThat(straight.carry(request).receive().content()).isSameAs(request);
              assertThat(straight.carry(request).receive().length()).isZero();
            });
    responses()
        .forEach(
            response -> {
              assertThat(straight.carry(response).receive().content()).isSameAs(response);
              assertThat(straight.carry(response).receive().length()).isZero();
            });
  }

  @Test
  void whatTheWireCutsIsCut() {
    Response flood = new Response.Nodes(Collections.nCopies(5_000, CONTACT));
    Response.Nodes read = (Response.Nodes) wire.carry(flood).receive().content();
    assertThat(read.contacts()).hasSizeBetween(1, 4_999).containsOnly(CONTACT);
  }

  @Test
  void anItemIsCachedForSecondsAndIsStillTheSameObject() {
    Request.Store store = new Request.Store(ITEM, Duration.ofMillis(1_500));
    Request.Store read = (Request.Store) wire.carry(store).receive().content();
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
      assertThatThrownBy(() -> wire.carry(new Request.Ping()).receive())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not read what it wrote");
    }
  }

  private List<Parcel<Request>> send(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> wire.carry((Request) new Request.FindNode(Key.of("" + i))))
        .toList();
  }

  @Test
  void whereManyAreUnderWayAHelperMayOpenThemAhead() {
    List<Parcel<Request>> parcels = send(64);
    assertThat(parcels).noneMatch(Parcel::isOpen);
    given.getFirst().run();
    assertThat(parcels).allMatch(Parcel::isOpen);
  }

  @Test
  void whereFewAreUnderWayNobodyElseIsTroubled() {
    for (int i = 0; i < 100; i++) {
      send(32).forEach(Parcel::receive);
    }
    assertThat(given).isEmpty();
  }

  @Test
  void aHelperWithoutTimeIsGivenNoMoreThanItHas() {
    List<Parcel<Request>> parcels = send(100 * 64);
    assertThat(given).hasSize(64);
    given.forEach(Runnable::run);
    assertThat(parcels).filteredOn(Parcel::isOpen).hasSize(64 * 64);
    given.clear();
    send(64);
    assertThat(given).isNotEmpty();
    assertThat(parcels.getLast().receive().content()).isEqualTo(parcels.getLast().sent());
  }
}
