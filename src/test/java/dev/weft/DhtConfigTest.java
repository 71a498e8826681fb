package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.item.Identity;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.kademlia.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DhtConfigTest {

  @Test
  void theDefaultsAreThoseOfThePaperAndTheDrogulus() {
    DhtConfig config = DhtConfig.builder().build();

    assertThat(config.port()).isEqualTo(1908);
    assertThat(config.bind()).isEmpty();
    assertThat(config.advertise()).isEmpty();
    assertThat(config.client()).isFalse();
    assertThat(config.seeds()).isEmpty();
    assertThat(config.data()).isEmpty();
    assertThat(config.identity()).isEmpty();
    assertThat(config.wire()).isEqualTo(Wire.WEFT);
    assertThat(config.network()).isEqualTo("weft");
    assertThat(config.k()).isEqualTo(20);
    assertThat(config.alpha()).isEqualTo(3);
    assertThat(config.paths()).isOne();
    assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.hedgeAfter()).isEqualTo(Duration.ofMillis(50));
    assertThat(config.operationTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.joinTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.timeToLive()).isEqualTo(Duration.ofHours(24));
    assertThat(config.maintenanceInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(config.maxItems()).isEqualTo(100_000);
    assertThat(config.maxBytes()).isEqualTo(256L * 1024 * 1024);
    assertThat(config.maxItemsPerOwner()).isEqualTo(50_000);
    assertThat(config.maxBytesPerOwner()).isEqualTo(128 * 1024 * 1024);
    assertThat(config.maxConnections()).isEqualTo(512);
    assertThat(config.prefixLimits()).isEqualTo(new PrefixLimits(2, 10, false));
    assertThat(config.lan()).isFalse();
  }

  @Test
  void everySettingCanBeMade() {
    Identity identity = Identity.generate();
    DhtConfig config =
        DhtConfig.builder()
            .port(1)
            .bind("localhost")
            .advertise("example.org:2")
            .client(true)
            .seed("a:1")
            .seed(Seed.parse("b:2"))
            .data(Path.of("here"))
            .identity(identity)
            .wire(Wire.WEFT)
            .network("test")
            .k(4)
            .alpha(2)
            .paths(4)
            .callTimeout(Duration.ofSeconds(1))
            .hedgeAfter(Duration.ofSeconds(2))
            .operationTimeout(Duration.ofSeconds(3))
            .joinTimeout(Duration.ofSeconds(4))
            .timeToLive(Duration.ofSeconds(5))
            .maintenanceInterval(Duration.ofSeconds(6))
            .maxItems(7)
            .maxBytes(8)
            .maxItemsPerOwner(9)
            .maxBytesPerOwner(11)
            .maxConnections(10)
            .prefixLimits(PrefixLimits.NONE)
            .lan(true)
            .build();

    assertThat(config.port()).isEqualTo(1);
    assertThat(config.bind()).contains("localhost");
    assertThat(config.advertise()).contains("example.org:2");
    assertThat(config.client()).isTrue();
    assertThat(config.seeds()).isEqualTo(List.of(Seed.parse("a:1"), Seed.parse("b:2")));
    assertThat(config.data()).contains(Path.of("here"));
    assertThat(config.identity()).contains(identity);
    assertThat(config.network()).isEqualTo("test");
    assertThat(config.k()).isEqualTo(4);
    assertThat(config.alpha()).isEqualTo(2);
    assertThat(config.paths()).isEqualTo(4);
    assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.hedgeAfter()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.operationTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.joinTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(config.timeToLive()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.maintenanceInterval()).isEqualTo(Duration.ofSeconds(6));
    assertThat(config.maxItems()).isEqualTo(7);
    assertThat(config.maxBytes()).isEqualTo(8);
    assertThat(config.maxItemsPerOwner()).isEqualTo(9);
    assertThat(config.maxBytesPerOwner()).isEqualTo(11);
    assertThat(config.maxConnections()).isEqualTo(10);
    assertThat(config.prefixLimits()).isEqualTo(PrefixLimits.NONE);
    assertThat(config.lan()).isTrue();
  }

  @Test
  void aSettingOutOfRangeIsNamed() {
    refused("port", b -> b.port(-1));
    refused("port", b -> b.port(65536));
    refused("network", b -> b.network(""));
    refused("network", b -> b.network("\u00e4".repeat(128)));
    refused("k must", b -> b.k(0).alpha(0));
    refused("k must", b -> b.k(201));
    refused("alpha", b -> b.alpha(0));
    refused("alpha", b -> b.k(2).alpha(3));
    refused("paths", b -> b.paths(0));
    refused("paths", b -> b.k(7).paths(8));
    refused("maxItems must", b -> b.maxItems(0));
    refused("maxBytes", b -> b.maxBytes(0));
    refused("maxItemsPerOwner", b -> b.maxItemsPerOwner(0));
    refused("maxBytesPerOwner", b -> b.maxBytesPerOwner(0));
    refused("maxConnections", b -> b.maxConnections(0));
    refused("advertise must be HOST[:PORT]: not an address: a:b", b -> b.advertise("a:b"));
  }

  @Test
  void theDrogulusHasLimitsOfItsOwn() {
    UnaryOperator<DhtConfig.Builder> wire = b -> b.wire(Wire.DROGULUS);
    wire.apply(DhtConfig.builder().port(49151).network("weft")).build();
    refused(
        "port must be from 0 to 49151: the drogulus ignores nodes that listen on a higher one",
        b -> wire.apply(b.port(49152)));
    refused(
        "network cannot be chosen: the drogulus has but one", b -> wire.apply(b.network("mine")));
    DhtConfig.builder().port(49152).network("mine").build();
  }

  @Test
  void aDurationIsFromOneMillisecondTo30Days() {
    bounded("callTimeout", DhtConfig.Builder::callTimeout);
    bounded("hedgeAfter", DhtConfig.Builder::hedgeAfter);
    bounded("operationTimeout", DhtConfig.Builder::operationTimeout);
    bounded("joinTimeout", DhtConfig.Builder::joinTimeout);
    bounded("timeToLive", DhtConfig.Builder::timeToLive);
    bounded("maintenanceInterval", DhtConfig.Builder::maintenanceInterval);
  }

  private static void bounded(
      String name, BiFunction<DhtConfig.Builder, Duration, DhtConfig.Builder> setting) {
    setting.apply(DhtConfig.builder(), Duration.ofMillis(1)).build();
    setting.apply(DhtConfig.builder(), Duration.ofDays(30)).build();
    refused(name, b -> setting.apply(b, Duration.ofNanos(999_999)));
    refused(name, b -> setting.apply(b, Duration.ofDays(30).plusNanos(1)));
  }

  @Test
  void whatLiesOnALimitIsAllowed() {
    DhtConfig.builder().port(0).network("n").k(1).alpha(1).build();
    DhtConfig.builder().port(65535).network("n".repeat(255)).k(200).alpha(200).build();
    DhtConfig.builder()
        .maxItems(1)
        .maxBytes(1)
        .maxItemsPerOwner(1)
        .maxBytesPerOwner(1)
        .maxConnections(1)
        .build();
  }

  @Test
  void theSeedsCannotBeChangedLater() {
    DhtConfig.Builder builder = DhtConfig.builder().seed("a:1");
    DhtConfig config = builder.build();
    builder.seed("b:2");
    assertThat(config.seeds()).containsExactly(Seed.parse("a:1"));
  }

  private static void refused(String name, UnaryOperator<DhtConfig.Builder> setting) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setting.apply(DhtConfig.builder()).build())
        .withMessageStartingWith(name);
  }
}
