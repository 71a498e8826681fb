import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the JDK's sockets themselves cost where virtual threads read them: many connections to one
 * server, on each of which a batch of bytes is sent, its echo awaited, and then the next is sent.
 * Once with a virtual thread for each connection that does just that, once with one selector for
 * all of them. The server is a selector both times. Prints the batches in a second.
 *
 * <pre>java bench/Sockets.java 50</pre>
 */
class Sockets {

  static final int BATCH = 16 * 64;
  static final long ROUND = 3_000_000_000L;

  static void main(String[] args) throws Exception {
    int connections = args.length > 0 ? Integer.parseInt(args[0]) : 50;
    var server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var address = (InetSocketAddress) server.getLocalAddress();
    Thread.ofPlatform().daemon().start(() -> echo(server));
    for (int round = 0; round < 5; round++) {
      double blocking = blocking(address, connections);
      double selector = selector(address, connections);
      System.out.printf(
          "virtual threads %,.0f/s, selector %,.0f/s: %.2f x%n",
          blocking, selector, blocking / selector);
    }
  }

  static double blocking(InetSocketAddress address, int connections) throws Exception {
    long end = System.nanoTime() + ROUND;
    var batches = new LongAdder();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      callers.add(Thread.ofVirtual().start(() -> call(address, end, batches)));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    return batches.sum() * 1e9 / ROUND;
  }

  static void call(InetSocketAddress address, long end, LongAdder batches) {
    try (var socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setTcpNoDelay(true);
      byte[] batch = new byte[BATCH];
      while (System.nanoTime() < end) {
        socket.getOutputStream().write(batch);
        socket.getInputStream().readNBytes(batch, 0, BATCH);
        batches.increment();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static double selector(InetSocketAddress address, int connections) throws Exception {
    long end = System.nanoTime() + ROUND;
    long batches = 0;
    try (var selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        var channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        ByteBuffer batch = ByteBuffer.allocate(BATCH);
        channel.write(batch);
        channel.register(selector, SelectionKey.OP_READ, batch.clear());
      }
      while (System.nanoTime() < end) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          var channel = (SocketChannel) key.channel();
          var batch = (ByteBuffer) key.attachment();
          channel.read(batch);
          if (!batch.hasRemaining()) {
            batches++;
            channel.write(batch.flip());
            batch.clear();
          }
        }
        selector.selectedKeys().clear();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
    return batches * 1e9 / ROUND;
  }

  static void echo(ServerSocketChannel server) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
    try (var selector = Selector.open()) {
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      while (true) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isAcceptable()) {
            SocketChannel accepted = server.accept();
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            accepted.configureBlocking(false);
            accepted.register(selector, SelectionKey.OP_READ);
          } else {
            var channel = (SocketChannel) key.channel();
            if (channel.read(bytes.clear()) < 0) {
              channel.close();
            } else {
              channel.write(bytes.flip());
            }
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
