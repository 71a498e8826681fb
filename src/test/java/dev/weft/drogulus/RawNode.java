package dev.weft.drogulus;

import dev.weft.FreePort;
import dev.weft.kademlia.Contact;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A node that listens, and does with what it is told as the test says: on connections that others
 * made, and on those that it makes itself. Any thread may use it.
 */
final class RawNode implements Closeable {

  /** What the node does when a message has come. */
  interface Script {
    void take(RawPeer peer, SealedMessage message) throws Exception;
  }

  private final RsaIdentity identity;
  private final Script script;
  private final ServerSocket server;
  private final List<RawPeer> peers = new CopyOnWriteArrayList<>();
  private final List<SealedMessage> heard = new CopyOnWriteArrayList<>();
  private final List<InetAddress> seen = new CopyOnWriteArrayList<>();

  RawNode(RsaIdentity identity, Script script) throws IOException {
    this.identity = identity;
    this.script = script;
    this.server = new ServerSocket(FreePort.find(), 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  RsaIdentity identity() {
    return identity;
  }

  Contact contact() {
    return new Contact(identity.key(), (InetSocketAddress) server.getLocalSocketAddress());
  }

  /** How this node is named in answers. */
  DrogulusContact named() {
    return DrogulusContact.of(identity.publicKey(), contact().address());
  }

  /** All that others have said. */
  List<SealedMessage> heard() {
    return heard;
  }

  /** From where connections came, in their order. */
  List<InetAddress> seen() {
    return seen;
  }

  /** Connects to a node and serves there; says nothing yet. */
  RawPeer dial(InetSocketAddress address) throws IOException {
    return serve(new Socket(address.getAddress(), address.getPort()));
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        seen.add(socket.getInetAddress());
        serve(socket);
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private RawPeer serve(Socket socket) throws IOException {
    RawPeer peer = RawPeer.on(socket, identity, server.getLocalPort());
    socket.setSoTimeout(0);
    peers.add(peer);
    Thread.ofVirtual().start(() -> serve(peer));
    return peer;
  }

  private void serve(RawPeer peer) {
    try {
      for (SealedMessage next = peer.receive(); next != null; next = peer.receive()) {
        heard.add(next);
        script.take(peer, next);
      }
    } catch (Exception _) {
      // The connection is over.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (RawPeer peer : peers) {
      peer.close();
    }
  }
}
