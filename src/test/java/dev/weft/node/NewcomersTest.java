package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import org.junit.jupiter.api.Test;

class NewcomersTest {

  @Test
  void theyAreTakenInOrderAndThoseBeyondTheLimitAreLeftOut() throws InterruptedException {
    Contact first = World.contact(Key.of("a"), 1);
    Contact second = World.contact(Key.of("b"), 2);
    Contact third = World.contact(Key.of("c"), 3);
    Newcomers newcomers = new Newcomers(2);
    newcomers.add(first);
    newcomers.add(second);
    newcomers.add(third);
    assertThat(newcomers.take()).isEqualTo(first);
    newcomers.add(third);
    assertThat(newcomers.take()).isEqualTo(second);
    assertThat(newcomers.take()).isEqualTo(third);
  }
}
