package dev.weft.tcp;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Reach;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Sighting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shared by all handshakes, without a lock: what this node says of itself, and what it makes of
 * what others say of themselves and of it.
 */
final class Introductions {

  private final Message.Hello mine;
  private volatile List<InetAddress> advertised = List.of();
  private volatile Consumer<Sighting> listener = _ -> {};

  /**
   * @param mine what this node says of itself to everybody
   */
  Introductions(Message.Hello mine) {
    this.mine = mine;
  }

  /** What this node says of itself to everybody. */
  Message.Hello mine() {
    return mine;
  }

  /** Tells this listener, and no other, of what others say of this node. */
  void onSighting(Consumer<Sighting> listener) {
    this.listener = listener;
  }

  /** Uses these addresses, one of each family at most, where none is configured. */
  void advertise(List<InetAddress> addresses) {
    advertised = List.copyOf(addresses);
  }

  /** The first of the addresses that are used so. */
  Optional<InetAddress> found() {
    return advertised.stream().findFirst();
  }

  /**
   * What this node says to a peer. One that is in the same private network goes by what it sees
   * itself: often it cannot reach the public address from there.
   */
  Message.Hello to(InetAddress peer) {
    InetAddress address = mine.advertised();
    if (address == null && Reach.of(peer) == Reach.PUBLIC) {
      int length = peer.getAddress().length;
      address =
          advertised.stream()
              .filter(one -> one.getAddress().length == length)
              .findFirst()
              .orElse(null);
    }
    return new Message.Hello(
        mine.network(), mine.publicKey(), mine.port(), address, mine.agent(), peer);
  }

  /**
   * A peer has said HELLO, and proved its key.
   *
   * @param dialled whether this node has dialled it
   */
  void met(Key key, InetAddress remote, Message.Hello theirs, boolean dialled) {
    InetAddress seen = theirs.seen();
    if (seen != null && Contact.isPlausible(new InetSocketAddress(seen, 1))) {
      listener.accept(new Sighting(key, remote, seen, !dialled));
    }
  }

  /**
   * Who a peer is, as its HELLO and the address from which it came say. What is public cannot be
   * reached at a private address: whoever says so does not know how others see it.
   */
  static Caller caller(Key key, Message.Hello theirs, InetAddress seen) {
    InetAddress said = Objects.requireNonNullElse(theirs.advertised(), seen);
    var advertised = new InetSocketAddress(said, theirs.port());
    boolean foreign = Reach.of(seen) == Reach.PUBLIC && Reach.of(said) != Reach.PUBLIC;
    if (!foreign && Contact.isPlausible(advertised)) {
      return Caller.node(new Contact(key, advertised));
    }
    return theirs.port() == 0
        ? Caller.client(key)
        : Caller.node(new Contact(key, new InetSocketAddress(seen, theirs.port())));
  }
}
