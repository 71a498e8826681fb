package dev.weft.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RpcTest {

  private static final Contact PEER =
      new Contact(Key.of("peer"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 1908));
  private static final Item ITEM = ContentItem.of(new byte[] {1}, Instant.EPOCH);

  @Test
  void aNodeIsACallerWithAContactAndAClientIsNot() {
    assertThat(Caller.node(PEER).key()).isEqualTo(PEER.key());
    assertThat(Caller.node(PEER).contact()).contains(PEER);
    assertThat(Caller.client(PEER.key()).key()).isEqualTo(PEER.key());
    assertThat(Caller.client(PEER.key()).contact()).isEmpty();
  }

  @Test
  void aStoreIsAboutAReplicaUnlessItGivesATimeToCache() {
    assertThat(new Request.Store(ITEM).isCache()).isFalse();
    assertThat(new Request.Store(ITEM, Duration.ofSeconds(-1)).isCache()).isFalse();
    assertThat(new Request.Store(ITEM, Duration.ofNanos(1)).isCache()).isTrue();
  }

  @Test
  void responsesDoNotChangeWithTheListsTheyWereMadeOf() {
    List<Contact> contacts = new ArrayList<>(List.of(PEER));
    List<Item> items = new ArrayList<>(List.of(ITEM));
    Response.Nodes nodes = new Response.Nodes(contacts);
    Response.Values values = new Response.Values(items);
    contacts.clear();
    items.clear();
    assertThat(nodes.contacts()).containsExactly(PEER);
    assertThat(values.items()).containsExactly(ITEM);
  }

  @Test
  void requestsAndResponsesAreEqualWhenTheySayTheSame() {
    assertThat(new Request.Ping()).isEqualTo(new Request.Ping());
    assertThat(new Request.FindNode(PEER.key())).isNotEqualTo(new Request.FindValue(PEER.key()));
    assertThat(new Response.Pong())
        .isEqualTo(new Response.Pong())
        .isNotEqualTo(new Response.Stored());
    assertThat(new Response.Refused(RefusalCode.FULL, "no room"))
        .isEqualTo(new Response.Refused(RefusalCode.FULL, "no room"));
  }

  @Test
  void whyACallBroughtNoAnswerIsToldWithoutAStackTrace() {
    Throwable cause = new IllegalStateException("cause");
    List<RpcException> all =
        List.of(
            new RpcException.Timeout("m"),
            new RpcException.Unreachable("m"),
            new RpcException.Unreachable("m", cause),
            new RpcException.Refused(RefusalCode.STALE, "m"),
            new RpcException.Misbehaved("m"),
            new RpcException.Misbehaved("m", cause),
            new RpcException.Unsent("m"));
    assertThat(all)
        .allSatisfy(e -> assertThat(e).hasMessage("m"))
        .allSatisfy(e -> assertThat(e.getStackTrace()).isEmpty());
    assertThat(all).filteredOn(e -> e.getCause() == cause).hasSize(2);
    assertThat(new RpcException.Refused(RefusalCode.STALE, "m").code())
        .isEqualTo(RefusalCode.STALE);
  }

  @Test
  void theCodesOfRefusalKeepTheirPlacesOnTheWire() {
    assertThat(RefusalCode.values())
        .startsWith(
            RefusalCode.UNKNOWN_REQUEST,
            RefusalCode.BUSY,
            RefusalCode.FORGED,
            RefusalCode.STALE,
            RefusalCode.EXPIRED,
            RefusalCode.FUTURE,
            RefusalCode.FULL,
            RefusalCode.CLOSING,
            RefusalCode.OTHER_NETWORK)
        .endsWith(RefusalCode.OTHER);
  }
}
