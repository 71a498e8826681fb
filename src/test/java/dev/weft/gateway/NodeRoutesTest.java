package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.routing.BucketSnapshot;
import dev.weft.routing.RoutingSnapshot;
import dev.weft.rpc.Reachability;
import dev.weft.rpc.Reachability.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is to be seen of a node. */
class NodeRoutesTest extends RoutesFixture {

  private final RoutingSnapshot table = mock();
  private final Contact near = contact("near");

  @BeforeEach
  void know() {
    when(dht.routing()).thenReturn(table);
    when(table.self()).thenReturn(ALICE.key());
  }

  private Map<String, Object> json(String path) {
    return Calls.json(answer(Calls.get(path)));
  }

  @Test
  void aNodeTellsWhoItIs() throws InterruptedException {
    when(dht.self()).thenReturn(Optional.of(near)).thenReturn(Optional.empty());
    when(dht.reachability())
        .thenReturn(new Reachability(State.NO, Optional.of(near.address()), "nobody could"))
        .thenReturn(new Reachability(State.UNKNOWN, Optional.empty(), "nobody was asked"));
    when(dht.contacts()).thenReturn(3);
    when(dht.items()).thenReturn(4);
    environment.sleep(Duration.ofSeconds(5));
    assertThat(json("/v1/node"))
        .containsEntry("key", ALICE.key().toString())
        .containsEntry("address", "127.0.0.1:4711")
        .containsEntry("reachable", "no")
        .containsEntry("reachableAt", "127.0.0.1:4711")
        .containsEntry("reachableWhy", "nobody could")
        .containsEntry("network", "weft")
        .containsEntry("uptime", 5_000)
        .containsEntry("contacts", 3)
        .containsEntry("items", 4)
        .containsEntry("k", 20)
        .containsEntry("alpha", 3)
        .containsEntry("wire", "weft")
        .containsKey("version");
    assertThat(json("/v1/node")).containsEntry("address", null).containsEntry("reachableAt", null);
    assertThat(NodeRoutes.version("1.2")).isEqualTo("1.2");
    assertThat(NodeRoutes.version(null)).isEqualTo("unpacked");
  }

  @Test
  @SuppressWarnings("unchecked")
  void theTableIsToldBucketByBucket() throws InterruptedException {
    long now = environment.nanoTime();
    when(table.size()).thenReturn(2);
    when(table.buckets())
        .thenReturn(List.of(new BucketSnapshot(2, 3, List.of(near, contact("far")), 5, now)));
    when(table.isFailing(near.key())).thenReturn(true);
    when(dht.roundTrip(near.key())).thenReturn(Optional.of(Duration.ofMillis(7)));
    environment.sleep(Duration.ofMillis(9));
    Map<String, Object> json = json("/v1/routing-table");
    assertThat(json).containsEntry("self", ALICE.key().toString()).containsEntry("contacts", 2);
    Map<String, Object> bucket = ((List<Map<String, Object>>) json.get("buckets")).getFirst();
    assertThat(bucket)
        .containsEntry("prefixBits", 2)
        .containsEntry("depth", 3)
        .containsEntry("lookedUp", 9)
        .containsEntry("replacements", 5);
    List<Map<String, Object>> contacts = (List<Map<String, Object>>) bucket.get("contacts");
    assertThat(contacts.getFirst())
        .containsEntry("key", near.key().toString())
        .containsEntry("roundTrip", 7.0)
        .containsEntry("failing", true);
    assertThat(contacts.getLast()).containsEntry("roundTrip", null).containsEntry("failing", false);
  }

  @Test
  @SuppressWarnings("unchecked")
  void theStoreIsToldByPages() {
    Item first = named("a", "x", 1);
    Item second = named("b", "x", 1);
    when(dht.items()).thenReturn(2);
    when(dht.held(Optional.empty(), 1)).thenReturn(List.of(first));
    when(dht.held(Optional.of(first.key()), 50)).thenReturn(List.of(second));
    when(dht.sinceReplicated(first.key())).thenReturn(Optional.of(Duration.ofMillis(7)));
    when(dht.sinceReplicated(second.key())).thenReturn(Optional.empty());
    Map<String, Object> page = json("/v1/store?limit=1");
    assertThat(page).containsEntry("total", 2).containsEntry("next", first.key().toString());
    assertThat(((List<Map<String, Object>>) page.get("items")).getFirst())
        .containsEntry("name", "a")
        .containsEntry("commonPrefix", first.key().commonPrefix(ALICE.key()))
        .containsEntry("replicated", 7);
    Map<String, Object> last = json("/v1/store?after=" + first.key());
    assertThat(last).containsEntry("next", null);
    assertThat(((List<Map<String, Object>>) last.get("items")).getFirst())
        .containsEntry("replicated", null);
    assertThat(answer(Calls.get("/v1/store?limit=501")).status()).isEqualTo(400);
    assertThat(answer(Calls.get("/v1/store?after=x")).status()).isEqualTo(400);
  }

  @Test
  void aNodeIsReadyWhenItKnowsOthersAndCanWrite() {
    assertThat(answer(Calls.get("/health/live")).status()).isEqualTo(200);
    when(dht.contacts()).thenReturn(0, 1, 0, 1);
    when(dht.isWritable()).thenReturn(true, false, false, true);
    assertThat(json("/health/ready"))
        .containsEntry("status", 503)
        .containsEntry("joined", false)
        .containsEntry("writable", true)
        .extractingByKey("detail")
        .asString()
        .startsWith(
            "this node knows no other node yet: as the first of a network it is ready when");
    assertThat(json("/health/ready"))
        .containsEntry("joined", true)
        .containsEntry("writable", false)
        .extractingByKey("detail")
        .asString()
        .startsWith("the store takes no items");
    assertThat(json("/health/ready"))
        .extractingByKey("detail")
        .asString()
        .contains("this node knows no other node yet", "; the store takes no items");
    assertThat(answer(Calls.get("/health/ready")).status()).isEqualTo(200);
  }

  @Test
  void trafficIsAListOfPoints() {
    traffic.measure();
    assertThat(json("/v1/traffic")).containsEntry("interval", 5_000).containsKey("points");
  }

  @Test
  void metricsAreShownWhereThereAreAny() {
    assertThat(answer(Calls.get("/metrics")).status()).isEqualTo(404);
    open(options.withMetrics(() -> "weft_up 1\n"));
    Answer answer = answer(Calls.get("/metrics"));
    assertThat(Calls.text(answer)).isEqualTo("weft_up 1\n");
    assertThat(answer.headers()).extractingByKey("Content-Type").asString().contains("0.0.4");
  }

  @Test
  void filesAreServedWithTheirTypesAndNothingElseIs() {
    assertThat(answer(Calls.get("/openapi.json")).headers())
        .containsEntry("Content-Type", "application/json");
    assertThat(List.of("html", "js", "css", "svg").stream().map(PageRoutes::type))
        .doesNotHaveDuplicates()
        .allMatch(type -> type.matches("(text/|image/svg).*"));
    for (String path :
        List.of("/Gateway.class", "/..%2Fx.js", "/.js", "/nothing.js", "/package-info.java")) {
      assertThat(answer(Calls.get(path)).status()).as(path).isEqualTo(404);
    }
  }
}
