package dev.weft.process;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import java.nio.file.Path;

/** A program: a node that sets some items, says so, and goes on until it is killed. */
final class Setter {

  static final int ITEMS = 5;

  private Setter() {}

  /**
   * @param args the data directory, and a seed
   */
  public static void main(String[] args) throws InterruptedException {
    Dht dht =
        Dht.open(
            DhtConfig.builder()
                .bind("127.0.0.1")
                .port(0)
                .data(Path.of(args[0]))
                .seed(args[1])
                .build());
    for (int i = 0; i < ITEMS; i++) {
      dht.set("name " + i, "value " + i);
    }
    dht.set("forgotten", "value");
    dht.forget("forgotten");
    System.out.println("set");
    Thread.currentThread().join();
  }
}
