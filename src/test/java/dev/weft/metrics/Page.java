package dev.weft.metrics;

import dev.weft.Dht;
import dev.weft.kademlia.Key;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.SimOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The page of a node of a small network that has had something to do. */
record Page(String text) {

  static Page sample() throws InterruptedException {
    String[] text = new String[1];
    try (SimNetwork network = SimNetwork.open(SimOptions.of(1, 8))) {
      network.run(
          () -> {
            Dht dht = network.dht(3);
            try (PrometheusPage page = new PrometheusPage(dht)) {
              dht.set("name", "value");
              dht.get(network.dht(2).owner(), "no such name");
              dht.lookup(Key.of("any"));
              network.sleep(Duration.ofSeconds(1));
              text[0] = page.scrape();
            }
          });
    }
    return new Page(text[0]);
  }

  /** The value of a sample, if it is there. */
  Optional<Double> value(String sample) {
    return text.lines()
        .filter(line -> line.startsWith(sample + " "))
        .map(line -> Double.valueOf(line.substring(sample.length() + 1)))
        .findFirst();
  }

  /** The names of all samples, without labels. */
  List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> names.add(line.replaceFirst("[ {].*", "")));
    return List.copyOf(names);
  }
}
