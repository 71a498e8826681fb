package dev.weft.sim;

import dev.weft.DhtConfig;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * How a simulated network is made. Immutable.
 *
 * @param seed decides everything that is left to chance
 * @param nodes how many nodes there are at the beginning; 0 to 1,000,000
 * @param latency how long messages take. Default: mostly about 40 ms, log-normal
 * @param loss how likely it is that a message is lost, from the beginning. Default 0
 * @param codec whether messages are turned into bytes and back, as on the real wire. Default true;
 *     without, a network of 100,000 nodes needs less memory and time
 * @param internet whether each node has an address on the internet, in a network of its own, and
 *     not one in the same private network as all. Default false
 * @param roaming whether nodes notice when their machines {@linkplain SimNode#move move}, and tell
 *     each other where they see them. Default false
 * @param config changes the configuration of each node; port, seeds and identity are set already,
 *     and not to be changed. Default: none
 */
public record SimOptions(
    long seed,
    int nodes,
    Latency latency,
    double loss,
    boolean codec,
    boolean internet,
    boolean roaming,
    UnaryOperator<DhtConfig.Builder> config) {

  /**
   * {@return the defaults, of as many nodes as are asked for}
   *
   * @param seed decides everything that is left to chance
   * @param nodes how many, from 0 to 1,000,000
   */
  public static SimOptions of(long seed, int nodes) {
    return new SimOptions(
        seed,
        nodes,
        Latency.logNormal(Duration.ofMillis(40), 0.4),
        0,
        true,
        false,
        false,
        UnaryOperator.identity());
  }

  /**
   * Checks the number of nodes.
   *
   * @throws IllegalArgumentException if there are too many nodes, or fewer than none
   */
  public SimOptions {
    if (nodes < 0 || nodes > SimNetwork.MOST_NODES) {
      throw new IllegalArgumentException(
          "a simulation has 0 to " + SimNetwork.MOST_NODES + " nodes, and not " + nodes);
    }
  }

  /**
   * {@return the same, where messages take this long}
   *
   * @param latency how long, one way
   */
  public SimOptions withLatency(Latency latency) {
    return new SimOptions(seed, nodes, latency, loss, codec, internet, roaming, config);
  }

  /**
   * {@return the same, where this share of messages is lost}
   *
   * @param loss from 0 to 1
   */
  public SimOptions withLoss(double loss) {
    return new SimOptions(seed, nodes, latency, loss, codec, internet, roaming, config);
  }

  /** {@return the same, where messages are not turned into bytes and back} */
  public SimOptions withoutCodec() {
    return new SimOptions(seed, nodes, latency, loss, false, internet, roaming, config);
  }

  /** {@return the same, where each node has an address on the internet, in a network of its own} */
  public SimOptions onTheInternet() {
    return new SimOptions(seed, nodes, latency, loss, codec, true, roaming, config);
  }

  /** {@return the same, where nodes notice when their machines move, and learn where they are} */
  public SimOptions withRoaming() {
    return new SimOptions(seed, nodes, latency, loss, codec, internet, true, config);
  }

  /**
   * {@return the same, where each node is configured as this changes it}
   *
   * @param config changes a builder on which all is set that a simulation needs
   */
  public SimOptions withConfig(UnaryOperator<DhtConfig.Builder> config) {
    return new SimOptions(seed, nodes, latency, loss, codec, internet, roaming, config);
  }
}
