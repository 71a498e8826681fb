package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.weft.item.Item;
import dev.weft.lookup.LookupOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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

  @Test
  void bothStylesAskAsManyQuestions() throws Exception {
    var options = new LookupOptions(8, 3, 12, Duration.ofSeconds(20), Duration.ofSeconds(20));
    var random = new SplittableRandom(1);
    List<Item> items =
        IntStream.range(0, 300).mapToObj(_ -> (Item) Samples.item(100, random)).toList();
    try (TcpNetwork network = new TcpNetwork(30, options)) {
      List<Double> perLookup = new ArrayList<>();
      List<Double> perSet = new ArrayList<>();
      List<Double> perGet = new ArrayList<>();
      for (Style style : List.of(Style.BLOCKING, Style.CALLBACKS)) {
        try (Client client = network.client(style)) {
          for (int pass = 0; pass < 2; pass++) { // the first opens connections
            perLookup.add(each(network, client, i -> new Operation.Lookup(items.get(i).key())));
            perSet.add(each(network, client, i -> new Operation.Set(items.get(i))));
            perGet.add(each(network, client, i -> new Operation.Get(items.get(i).key())));
          }
        }
      }
      assertThat(perLookup.getLast()).isCloseTo(perLookup.get(1), withinPercentage(15));
      assertThat(perSet.getLast()).isCloseTo(perSet.get(1), withinPercentage(15));
      assertThat(perGet.getLast()).isCloseTo(perGet.get(1), withinPercentage(25));
    }
  }

  private static double each(
      TcpNetwork network, Client client, IntFunction<? extends Operation> work)
      throws InterruptedException {
    long before = network.received();
    assertThat(client.run(work, 300, 4)).isEqualTo(300);
    return (network.received() - before) / 300.0;
  }
}
