package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.PrefixLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the tests of {@link Bucket} share: one of three places, where two may wait. */
abstract class BucketFixture {
  static final Contact A = Nodes.node("0001");
  static final Contact B = Nodes.node("0010");
  static final Contact C = Nodes.node("0100");
  static final Contact D = Nodes.node("1000");
  static final Contact E = Nodes.node("1001");

  static final RoutingOptions OPTIONS =
      new RoutingOptions(
          3, 2, 3, Duration.ofHours(1), 10, Duration.ofNanos(10), 1, 10, PrefixLimits.DEFAULT);

  final List<Contact> admitted = new ArrayList<>();
  final List<Contact> lost = new ArrayList<>();
  final Bucket bucket =
      new Bucket(0, 0, OPTIONS, new Diversity(PrefixLimits.DEFAULT), admitted::add, lost::add, 0);

  static List<Contact> contacts(Bucket bucket) {
    return bucket.contacts().stream().map(Entry::contact).toList();
  }

  static List<Contact> waiting(Bucket bucket) {
    return bucket.replacements().stream().map(Entry::contact).toList();
  }

  void fill() {
    bucket.seen(A, true, 1);
    bucket.seen(B, true, 2);
    bucket.seen(C, true, 3);
  }
}
