package dev.weft.tcp;

import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.rpc.Caller;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Whatever a HELLO says, a peer is taken for what it can be, or it is malformed. */
public final class HelloFuzz {

  private static final byte[] HEAD = {1, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final InetAddress SEEN = seen();

  private HelloFuzz() {}

  /** The body of a HELLO. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Message.Hello hello;
    try {
      byte[] message = new byte[HEAD.length + bytes.length];
      System.arraycopy(HEAD, 0, message, 0, HEAD.length);
      System.arraycopy(bytes, 0, message, HEAD.length, bytes.length);
      hello = (Message.Hello) MessageCodec.read(ByteBuffer.wrap(message));
    } catch (MalformedException e) {
      return;
    }
    Key key = Key.hash(hello.publicKey());
    Caller caller = Introductions.caller(key, hello, SEEN);
    if (!caller.key().equals(key)) {
      throw new IllegalStateException("another key: " + hello);
    }
  }

  private static InetAddress seen() {
    try {
      return InetAddress.getByAddress(new byte[] {81, 2, 69, (byte) 142});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
