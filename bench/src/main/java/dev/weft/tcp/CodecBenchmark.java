package dev.weft.tcp;

import dev.weft.bench.Samples;
import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a message costs on its way to the wire and from it, without the wire. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class CodecBenchmark {

  private static final int BATCH = 64;

  /** The messages that there are most of. */
  public enum Kind {
    PING,
    FIND_NODE,
    /** k = 20 contacts. */
    NODES,
    /** A value of 100 bytes. */
    STORE,
    VALUES
  }

  @Param public Kind message;

  private Message sample = new Message.Unknown(0, 0);
  private byte[] payload = {};
  private byte[] frames = {};

  @Setup
  public void setUp() {
    var random = new SplittableRandom(1);
    sample =
        switch (message) {
          case PING -> new Message.Call(1, new Request.Ping());
          case FIND_NODE -> new Message.Call(1, new Request.FindNode(Key.random(random)));
          case NODES -> new Message.Answer(1, new Response.Nodes(Samples.contacts(20, random)));
          case STORE -> new Message.Call(1, new Request.Store(Samples.item(100, random)));
          case VALUES ->
              new Message.Answer(1, new Response.Values(List.of(Samples.item(100, random))));
        };
    payload = MessageCodec.encode(sample);
    byte[] frame = MessageCodec.frame(sample);
    ByteBuffer all = ByteBuffer.allocate(BATCH * frame.length);
    for (int i = 0; i < BATCH; i++) {
      all.put(frame);
    }
    frames = all.array();
  }

  @Benchmark
  public byte[] encode() {
    return MessageCodec.encode(sample);
  }

  @Benchmark
  public Message decode() throws MalformedException {
    return MessageCodec.read(ByteBuffer.wrap(payload));
  }

  @Benchmark
  public byte[] frame() {
    return MessageCodec.frame(sample);
  }

  /** Takes frames from a stream that has many of them ready, without reading what is in them. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void unframe(Blackhole hole) throws IOException, MalformedException {
    var in = new ByteArrayInputStream(frames);
    var netstring = MessageCodec.frames();
    while (netstring.fill(in) >= 0) {
      for (ByteBuffer next = netstring.next(); next != null; next = netstring.next()) {
        hole.consume(next);
      }
    }
  }
}
