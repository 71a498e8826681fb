package dev.weft.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.Expected;
import dev.weft.Freshness;
import dev.weft.Subscription;
import dev.weft.Update;
import dev.weft.gateway.Gateway;
import dev.weft.gateway.GatewayOptions;
import dev.weft.item.OwnedItem;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Javadoc shows of a node does what it says. Each region is shown there. */
class DhtSnippetsIT {

  private Dht other;
  private String seed;

  @BeforeEach
  void openTheSeed() throws Exception {
    other = Dht.open(DhtConfig.builder().port(0).bind("127.0.0.1").build());
    seed = "127.0.0.1:" + other.self().orElseThrow().address().getPort();
  }

  @AfterEach
  void closeTheSeed() {
    other.close();
  }

  @Test
  void whatIsSetIsThere() throws Exception {
    // @start region="set" @replace substring="seed(seed)" replacement='seed("localhost:1908")' :
    try (Dht dht = Dht.open(DhtConfig.builder().port(0).seed(seed).build())) {
      dht.set("home/ntoll", "Towcester");
      OwnedItem item = dht.get(dht.owner(), "home/ntoll").orElseThrow();
      System.out.println(item.text()); // Towcester
    }
    // @end
  }

  @Test
  void aCounterIsRaisedOnlyFromWhatItWas() throws Exception {
    Dht dht = other;
    // @start region="expected"
    Optional<OwnedItem> read =
        dht.get(dht.owner(), "counter", Freshness.NEWEST, Duration.ofSeconds(30));
    long count = read.map(item -> Long.parseLong(item.text())).orElse(0L);
    dht.set("counter", Long.toString(count + 1).getBytes(), Expected.of(read));
    // @end
    assertThat(dht.get(dht.owner(), "counter").orElseThrow().text()).isEqualTo("1");
  }

  @Test
  void aWatchYieldsWhatIsSet() throws Exception {
    Dht dht = other;
    dht.set("status", "awake");
    // @start region="watch"
    try (Subscription<Update<OwnedItem>> words = dht.watch(dht.owner(), "status")) {
      Update<OwnedItem> first = words.take().orElseThrow(); // blocks until there is one
      System.out.println(first.value().text());
    }
    // @end
  }

  @Test
  void aGatewayTellsWhereItIs() throws Exception {
    DhtConfig config = DhtConfig.builder().port(0).seed(seed).build();
    // @start region="gateway"
    try (Dht dht = Dht.open(config); // @replace substring=", 0" replacement=", 8080" :
        Gateway gateway = Gateway.open(dht, GatewayOptions.at("127.0.0.1", 0))) {
      System.out.println(gateway.address()); // http://127.0.0.1:8080/
    }
    // @end
  }
}
