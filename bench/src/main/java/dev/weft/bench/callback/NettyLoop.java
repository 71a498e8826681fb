package dev.weft.bench.callback;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * An event loop of Netty's: epoll where there is one, else NIO. Immutable; {@link #execute} may be
 * called by any thread, all else by the loop's own.
 */
public final class NettyLoop implements Loop {

  private static final boolean EPOLL = Epoll.isAvailable();

  private final EventLoop loop;

  /** One loop of a group. */
  public NettyLoop(EventLoop loop) {
    this.loop = loop;
  }

  /** Starts event loops, each with a thread of its own. */
  public static EventLoopGroup group(int loops) {
    IoHandlerFactory factory = EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(
        loops, new DefaultThreadFactory("callbacks", true), factory);
  }

  /** Connections on such loops. */
  static Class<? extends SocketChannel> channel() {
    return EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** What accepts connections on such loops. */
  static Class<? extends ServerSocketChannel> serverChannel() {
    return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  EventLoop netty() {
    return loop;
  }

  /** Has something called by the loop, as soon as it can. */
  public void execute(Runnable callback) {
    loop.execute(callback);
  }

  @Override
  public Timer callLater(long nanos, Runnable callback) {
    ScheduledFuture<?> scheduled = loop.schedule(callback, nanos, TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }
}
