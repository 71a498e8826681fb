package dev.weft.bench;

import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupOptions;
import dev.weft.node.Node;
import dev.weft.node.NodeOptions;
import dev.weft.routing.Notes;
import dev.weft.runtime.Environment;
import dev.weft.runtime.RealEnvironment;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.StoreOptions;
import dev.weft.tcp.Shares;
import dev.weft.tcp.TcpLimits;
import dev.weft.tcp.TcpOptions;
import dev.weft.tcp.TcpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A network of Weft's own nodes on the loopback address, in this JVM. Used by one thread. */
final class TcpNetwork implements AutoCloseable {

  private final LookupOptions options;
  private final List<Node> nodes = new ArrayList<>();
  private final List<TcpTransport> transports = new ArrayList<>();
  private final List<Contact> contacts = new ArrayList<>();

  /** A network in which everybody has joined. */
  TcpNetwork(int size, LookupOptions options) throws IOException, InterruptedException {
    this(size, options, TcpLimits.DEFAULT);
  }

  /** The same, with limits of each node's own. */
  TcpNetwork(int size, LookupOptions options, TcpLimits limits)
      throws IOException, InterruptedException {
    this.options = options;
    Environment environment = new RealEnvironment();
    for (int i = 0; i < size; i++) {
      Identity self = Identity.generate();
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      TcpTransport transport =
          TcpTransport.open(
              environment,
              self,
              TcpOptions.node(any)
                  .withSecure(false)
                  .withLimits(limits.withShares(Shares.UNLIMITED))); // as one client asks all
      Node node =
          new Node(
              self.key(),
              self,
              new NodeOptions(options, Duration.ofHours(1), Duration.ofHours(24)),
              environment,
              transport,
              new MemoryItemStore(environment, self.key(), StoreOptions.DEFAULTS),
              Notes.NONE);
      nodes.add(node);
      transports.add(transport);
      if (i > 0 && !node.join(List.of(), contacts, Style.TIMEOUT)) {
        throw new IllegalStateException("node " + i + " has not joined");
      }
      contacts.add(transport.self().orElseThrow());
    }
  }

  /** A client that has joined. */
  Client client(Style style) throws IOException, InterruptedException {
    return TcpClients.join(style, options, contacts, Style.loops());
  }

  /** How many messages the nodes have received so far, from each other and from clients. */
  long received() {
    return transports.stream().mapToLong(transport -> transport.counts().framesIn()).sum();
  }

  @Override
  public void close() {
    nodes.forEach(Node::abort);
  }
}
