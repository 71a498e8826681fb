package dev.weft.bench.callback;

import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.tcp.Frames;
import dev.weft.tcp.Message;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one peer, dialled by this side. Confined to its event loop.
 *
 * <p>It is ready when both have said HELLO. Calls are told apart by their id, any number at once,
 * each with a time-out of the loop's. What is sent while something is being read, or in one turn of
 * the loop, is gathered in one buffer and written by one system call.
 */
final class Connection extends ChannelInboundHandlerAdapter {

  /** A question that is under way. */
  private record Question(
      Request request, Future<Response> answer, Loop.Timer timer, Consumer<RpcException> lost) {}

  private static final int BUFFER = 4 * 1024;

  private final Loop loop;
  private final Party self;
  private final @Nullable Key expected;
  private final Future<Connection> ready = new Future<>();
  private final Future<RpcException> closed = new Future<>();
  private final LongObjectMap<Question> questions = new LongObjectHashMap<>();
  private final Loop.Timer handshake;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf outgoing;
  private @Nullable Caller peer;
  private String name = "a stranger";
  private long lastId = Message.NO_CALL;
  private boolean reading;
  private boolean flushing;

  /**
   * @param self who this side is
   * @param expected who should be there, or null for anybody
   */
  Connection(Loop loop, Party self, @Nullable Key expected) {
    this.loop = loop;
    this.self = self;
    this.expected = expected;
    this.handshake =
        loop.callLater(
            self.limits().handshakeTime().toNanos(),
            () -> close(new RpcException.Unreachable("nobody said HELLO in time")));
  }

  /** This, when both have said HELLO; or why they have not. */
  Future<Connection> ready() {
    return ready;
  }

  /** Why it has ended, when it has. */
  Future<RpcException> closed() {
    return closed;
  }

  /** Who is there; known when it is ready. */
  Caller peer() {
    if (peer == null) {
      throw new IllegalStateException("nobody has said HELLO yet");
    }
    return peer;
  }

  /**
   * Asks the peer; only when it is ready.
   *
   * @param answer gets the answer, or why there is none; whoever cancels it is asked nothing else
   * @param lost is told instead when the connection is closed, or is closed before the answer comes
   */
  void ask(
      Request request, Duration timeout, Future<Response> answer, Consumer<RpcException> lost) {
    if (!isOpen()) {
      var reason = new RpcException.Unreachable("the connection to " + this + " is closed");
      close(reason); // so that nobody finds it any more
      lost.accept(reason);
    } else if (questions.size() >= self.limits().callsPerConnection()) {
      answer.setException(new RpcException.Unsent("too many calls to " + this + " are under way"));
    } else if (!isWritable()) {
      answer.setException(new RpcException.Unsent("too much waits to be sent to " + this));
    } else {
      long id = ++lastId;
      Loop.Timer timer =
          loop.callLater(
              TimeUnit.NANOSECONDS.convert(timeout),
              () ->
                  answer.setException(new RpcException.Timeout(this + " did not answer in time")));
      questions.put(id, new Question(request, answer, timer, lost));
      answer.addDoneCallback(_ -> forget(id));
      send(new Message.Call(id, request));
    }
  }

  /** The channel may know of the end before this is told of it. */
  private boolean isOpen() {
    return !closed.isDone() && context != null && context.channel().isActive();
  }

  private boolean isWritable() {
    return context != null && context.channel().isWritable();
  }

  private void forget(long id) {
    Question question = questions.remove(id);
    if (question != null) {
      question.timer().cancel();
    }
  }

  private void send(Message message) {
    if (context == null || closed.isDone()) {
      return;
    }
    if (outgoing == null) {
      outgoing = context.alloc().ioBuffer(BUFFER);
    }
    FrameDecoder.write(message, outgoing);
    if (!reading && !flushing) {
      flushing = true;
      context.executor().execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    if (context != null && outgoing != null) {
      ByteBuf out = outgoing;
      outgoing = null;
      context.writeAndFlush(out, context.voidPromise());
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    send(self.hello());
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) throws Exception {
    reading = true;
    receive((Message) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext from) {
    reading = false;
    flush();
  }

  private void receive(Message message) throws MalformedException, RpcException {
    if (peer == null) {
      greeted(message);
      return;
    }
    switch (message) {
      case Message.Answer(long id, Response response) -> answered(id, response);
      case Message.Unknown unknown when !unknown.isRequest() -> unknownAnswer(unknown);
      case Message.Unknown(_, long id) ->
          refuse(id, RefusalCode.UNKNOWN_REQUEST, "this node knows no such request");
      case Message.Call(long id, _) ->
          refuse(id, RefusalCode.BUSY, "this node does not serve, as it is a client");
      case Message.Hello _ -> throw Frames.malformed("a second HELLO");
    }
  }

  private void greeted(Message first) throws MalformedException, RpcException {
    if (first instanceof Message.Answer(_, Response.Refused(RefusalCode code, String reason))) {
      throw new RpcException.Refused(code, reason);
    }
    if (!(first instanceof Message.Hello hello)) {
      throw Frames.malformed("the first message is no HELLO");
    }
    Key key = Key.hash(hello.publicKey());
    if (expected != null && !expected.equals(key)) {
      throw new RpcException.Misbehaved("this is not the node that was dialled");
    }
    if (key.equals(self.key())) {
      throw new RpcException.Unsent("this is the node itself");
    }
    if (!hello.network().equals(self.hello().network())) {
      throw new RpcException.Refused(
          RefusalCode.OTHER_NETWORK, "the node belongs to the network " + hello.network());
    }
    InetSocketAddress remote = (InetSocketAddress) channelOf().remoteAddress();
    peer = Frames.caller(hello, remote.getAddress());
    name = key.abbreviated() + "@" + remote.getAddress().getHostAddress();
    handshake.cancel();
    ready.setResult(this);
  }

  private io.netty.channel.Channel channelOf() {
    if (context == null) {
      throw new IllegalStateException("not connected");
    }
    return context.channel();
  }

  private void answered(long id, Response response) {
    Question question = questions.get(id);
    if (question == null) {
      return; // it has timed out, or was cancelled
    }
    try {
      question.answer().setResult(Frames.check(question.request(), response, name));
    } catch (RpcException e) {
      question.answer().setException(e);
    }
  }

  private void unknownAnswer(Message.Unknown unknown) {
    Question question = questions.get(unknown.id());
    if (question != null) {
      question
          .answer()
          .setException(
              new RpcException.Misbehaved(
                  this + " gave an answer of the wrong kind: of type " + unknown.type()));
    }
  }

  private void refuse(long id, RefusalCode code, String reason) {
    send(new Message.Answer(id, new Response.Refused(code, reason)));
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    close(new RpcException.Unreachable(this + " closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable thrown) {
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    close(
        switch (thrown instanceof RpcException ? thrown : cause) {
          case RpcException e -> e;
          case MalformedException e ->
              new RpcException.Misbehaved(this + " sent what cannot be read: " + e.getMessage());
          case IOException e ->
              new RpcException.Unreachable("the connection to " + this + " broke", e);
          case Throwable e -> new RpcException.Unreachable("the connection failed", e);
        });
  }

  /** Ends the connection, and every call that waits there. Idempotent. */
  void close(RpcException reason) {
    if (!closed.setResult(reason)) {
      return;
    }
    handshake.cancel();
    if (outgoing != null) {
      outgoing.release();
      outgoing = null;
    }
    if (context != null) {
      context.close();
    }
    ready.setException(reason);
    List<Question> waiting = List.copyOf(questions.values());
    questions.clear();
    waiting.forEach(
        question -> {
          question.timer().cancel();
          question.lost().accept(reason);
        });
  }

  @Override
  public String toString() {
    return name;
  }
}
