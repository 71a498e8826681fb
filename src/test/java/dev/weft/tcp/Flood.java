package dev.weft.tcp;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.ItemException;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.rpc.Request;
import dev.weft.socket.Line;
import dev.weft.socket.SocketLine;
import dev.weft.tls.TlsIdentity;
import dev.weft.tls.TlsLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shared by its threads, one for each kind of attack: a hostile machine, that does to a node what
 * it can as fast as it can. It begins anew whenever it is cut off, as the same peer. Runs in a
 * process of its own, too: see {@link #main}.
 */
final class Flood implements AutoCloseable {

  /** What it does. */
  enum Kind {
    /** Asks, and reads the answers. */
    REQUESTS,
    /** Stores items, each signed by an owner of its own. */
    STORES,
    /** Stores items whose signatures do not fit. */
    FORGERIES,
    /** Connects, and says nothing. */
    HANDSHAKES,
    /** Sends a frame a byte at a time. */
    LORIS,
    /** Asks for a large item, and reads the answers a byte at a time. */
    SIPS
  }

  private static final int SIGNED = 200;

  private final Contact victim;
  private final InetAddress from;
  private final AtomicLong done = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  /**
   * @param from its address; it has the next one, too, from where it opens connections and no more
   */
  Flood(Contact victim, InetAddress from) {
    this.victim = victim;
    this.from = from;
  }

  void start(Kind kind) {
    threads.add(Thread.ofPlatform().daemon().name("flood").start(() -> run(kind)));
  }

  /** How many frames or connections it has sent. */
  long done() {
    return done.get();
  }

  @Override
  public void close() {
    over = true;
    threads.forEach(Thread::interrupt);
  }

  private void run(Kind kind) {
    Deque<Line> held = new ArrayDeque<>();
    while (!over) {
      try {
        attack(kind, held);
      } catch (IOException | MalformedException e) {
        Thread.yield(); // it was cut off
      } catch (ItemException e) {
        throw new AssertionError(e);
      }
    }
    held.forEach(Line::close);
  }

  private void attack(Kind kind, Deque<Line> held)
      throws IOException, MalformedException, ItemException {
    switch (kind) {
      case HANDSHAKES -> {
        hold(held, 100);
        done.incrementAndGet();
      }
      case LORIS -> {
        hold(held, 20);
        for (Line line : List.copyOf(held)) {
          line.out().write(new byte[] {TlsLine.FIRST_BYTE});
        }
        done.incrementAndGet();
      }
      case REQUESTS -> send(frames(new Request.FindNode(Key.of("any"))), true);
      case STORES -> send(stores(false), true);
      case FORGERIES -> send(stores(true), true);
      case SIPS -> {
        Item large = large();
        List<byte[]> all = new ArrayList<>();
        all.add(MessageCodec.frame(new Message.Call(1, new Request.Store(large))));
        all.addAll(frames(new Request.FindValue(large.key())));
        send(all, false);
      }
    }
  }

  private void hold(Deque<Line> held, int most) throws IOException {
    byte[] next = from.getAddress();
    next[next.length - 1]++;
    Line line = SocketLine.to(victim.address(), InetAddress.getByAddress(next));
    held.add(line);
    if (held.size() > most) {
      held.remove().close();
    }
    line.open();
  }

  /** What there is to be asked for. */
  private static Item large() {
    byte[] value = new byte[Item.MAX_VALUE_BYTES];
    return ContentItem.of(value, Instant.now().plus(Duration.ofDays(1)));
  }

  private static List<byte[]> frames(Request request) {
    byte[] one = MessageCodec.frame(new Message.Call(1, request));
    byte[] many = new byte[100 * one.length];
    for (int i = 0; i < 100; i++) {
      System.arraycopy(one, 0, many, i * one.length, one.length);
    }
    return List.of(many);
  }

  private static List<byte[]> stores(boolean forged) throws ItemException {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < SIGNED; i++) {
      byte[] value = "hostile".getBytes(StandardCharsets.UTF_8);
      Instant expires = Instant.now().plus(Duration.ofHours(1));
      Item item = NamedItem.sign(Identity.generate(), "name " + i, value, 1, expires);
      if (forged) {
        byte[] bytes = ItemCodec.encode(item);
        bytes[bytes.length - 1] ^= 1;
        item = ItemCodec.read(ByteBuffer.wrap(bytes));
      }
      frames.add(MessageCodec.frame(new Message.Call(1, new Request.Store(item))));
    }
    return frames;
  }

  /** Sends frames over and over, in as many connections as it takes. */
  private void send(List<byte[]> frames, boolean reads) throws IOException, MalformedException {
    Identity self = Identity.generate();
    while (!over) {
      try (Line line =
          TlsLine.dialled(SocketLine.to(victim.address(), from), TlsIdentity.of(self))) {
        line.open();
        RawPeer peer = RawPeer.on(line);
        peer.send(Nodes.hello(self, 0));
        peer.receive();
        InputStream in = line.in();
        Thread.ofPlatform().daemon().start(() -> drain(in, new byte[reads ? 64 * 1024 : 1]));
        OutputStream out = line.out();
        while (!over) {
          for (byte[] frame : frames) {
            out.write(frame);
            done.incrementAndGet();
          }
        }
      } catch (IOException e) {
        Thread.yield();
      }
    }
  }

  private static void drain(InputStream in, byte[] buffer) {
    try {
      while (in.read(buffer, 0, buffer.length) >= 0) {
        if (buffer.length == 1) {
          Thread.yield();
        }
      }
    } catch (IOException e) {
      Thread.yield(); // it was cut off
    }
  }

  /** Floods a node for some seconds: host, port, its key, from where, seconds, kinds. */
  public static void main(String[] arguments) throws Exception {
    var address = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
    Contact victim = new Contact(Key.parse(arguments[2]), address);
    InetAddress from = InetAddress.getByName(arguments[3]);
    try (Flood flood = new Flood(victim, from)) {
      Arrays.stream(arguments).skip(5).map(Kind::valueOf).forEach(flood::start);
      while (flood.done() == 0) {
        Thread.sleep(10);
      }
      System.out.println("ready");
      Thread.sleep(Duration.ofSeconds(Long.parseLong(arguments[4])));
      System.out.println(flood.done());
    }
  }
}
