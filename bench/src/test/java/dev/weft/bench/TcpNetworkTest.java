package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Item;
import dev.weft.lookup.LookupOptions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both clients over TCP do what the benchmarks take for granted, among nodes of Weft's own. */
@Timeout(120)
class TcpNetworkTest {

  @ParameterizedTest
  @EnumSource(names = {"BLOCKING", "CALLBACKS"})
  void whatIsSetIsFoundAgain(Style style) throws Exception {
    var options =
        new LookupOptions(
            4, 3, 12, LookupOptions.DEFAULT.callTimeout(), LookupOptions.DEFAULT.hedgeAfter());
    List<Item> items =
        IntStream.range(0, 50)
            .mapToObj(i -> (Item) Samples.item(100, new SplittableRandom(i)))
            .toList();
    try (TcpNetwork network = new TcpNetwork(8, options);
        Client client = network.client(style)) {
      int most = items.size();
      assertThat(client.run(i -> new Operation.Get(items.get(i).key()), most, 8)).isZero();
      assertThat(client.run(i -> new Operation.Set(items.get(i)), most, 8)).isEqualTo(most);
      assertThat(client.run(i -> new Operation.Get(items.get(i).key()), most, 8)).isEqualTo(most);
      assertThat(client.run(i -> new Operation.Lookup(items.get(i).key()), most, 8))
          .isEqualTo(most);
    }
  }
}
