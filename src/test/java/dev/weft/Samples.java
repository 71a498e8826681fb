package dev.weft;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import dev.weft.rpc.RpcException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Contacts and lookups to test with. */
final class Samples {

  static final Key TARGET = Key.of("target");

  private Samples() {}

  static Contact contact(int number) {
    return contact(number, "192.0.2.7");
  }

  static Contact contact(int number, String host) {
    return new Contact(
        Key.of("node " + number),
        new InetSocketAddress(InetAddress.ofLiteral(host), 2000 + number));
  }

  static List<Contact> contacts(int count) {
    return IntStream.range(0, count).mapToObj(Samples::contact).toList();
  }

  /** A lookup in which some nodes answered, and some did not. */
  static LookupResult.Closest lookup(int answered, int silent, boolean complete) {
    Step step =
        new Step(
            contact(1),
            1,
            0,
            Duration.ZERO,
            Duration.ZERO,
            false,
            new Step.Outcome.Failed(new RpcException.Timeout("too late")));
    return new LookupResult.Closest(
        TARGET,
        contacts(answered),
        List.of(),
        complete,
        Duration.ofMillis(7),
        Collections.nCopies(answered + silent, step));
  }
}
