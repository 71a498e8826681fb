package dev.weft.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weft.item.Identity;
import dev.weft.netstring.MalformedException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Turns the body of a HELLO into bytes and back. Stateless. */
final class HelloCodec {

  /** The longest network name or agent name that is sent, in bytes of UTF-8. */
  static final int MAX_TEXT_BYTES = 255;

  private static final byte[] MAGIC = "weft".getBytes(US_ASCII);
  private static final int VERSION = 1;

  private static final int NETWORK = 1;
  private static final int PUBLIC_KEY = 2;
  private static final int PORT = 3;
  private static final int ADDRESS = 4;
  private static final int AGENT = 5;
  private static final int SEEN = 6;

  private HelloCodec() {}

  static int length(Message.Hello hello) {
    return MAGIC.length
        + 2
        + (3 + text(hello.network()).length)
        + (3 + hello.publicKey().length)
        + (3 + 2)
        + length(hello.advertised())
        + (3 + text(hello.agent()).length)
        + length(hello.seen());
  }

  private static int length(@Nullable InetAddress address) {
    return address == null ? 0 : 3 + address.getAddress().length;
  }

  static void write(Message.Hello hello, ByteBuffer out) {
    out.put(MAGIC).putShort((short) VERSION);
    field(NETWORK, text(hello.network()), out);
    field(PUBLIC_KEY, hello.publicKey(), out);
    field(PORT, new byte[] {(byte) (hello.port() >> 8), (byte) hello.port()}, out);
    field(ADDRESS, hello.advertised(), out);
    field(AGENT, text(hello.agent()), out);
    field(SEEN, hello.seen(), out);
  }

  private static void field(int tag, @Nullable InetAddress address, ByteBuffer out) {
    if (address != null) {
      field(tag, address.getAddress(), out);
    }
  }

  private static void field(int tag, byte[] bytes, ByteBuffer out) {
    out.put((byte) tag).putShort((short) bytes.length).put(bytes);
  }

  private static byte[] text(String text) {
    return Utf8.cut(text, MAX_TEXT_BYTES);
  }

  static Message.Hello read(ByteBuffer in) throws MalformedException {
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    int version = Short.toUnsignedInt(in.getShort());
    if (!Arrays.equals(magic, MAGIC) || version != VERSION) {
      throw new MalformedException("the peer does not speak weft/" + VERSION);
    }
    String network = null;
    byte[] publicKey = null;
    int port = -1;
    @Nullable InetAddress advertised = null;
    String agent = "";
    @Nullable InetAddress seen = null;
    while (in.hasRemaining()) {
      int tag = in.get();
      int length = Short.toUnsignedInt(in.getShort());
      if (length > in.remaining()) {
        throw new MalformedException("a field of HELLO is cut short");
      }
      ByteBuffer field = in.slice(in.position(), length);
      in.position(in.position() + length);
      switch (tag) {
        case NETWORK -> network = Utf8.read(field, length);
        case PUBLIC_KEY -> {
          publicKey = new byte[Identity.PUBLIC_KEY_BYTES];
          field.get(publicKey);
        }
        case PORT -> port = Short.toUnsignedInt(field.getShort());
        case ADDRESS -> advertised = ContactCodec.readAddress(field, length);
        case AGENT -> agent = Utf8.read(field, length);
        case SEEN -> seen = ContactCodec.readAddress(field, length);
        default -> field.position(length);
      }
      if (field.hasRemaining()) {
        throw new MalformedException("a field of HELLO is too long");
      }
    }
    if (network == null || publicKey == null || port < 0) {
      throw new MalformedException("HELLO lacks a network, a public key or a port");
    }
    return new Message.Hello(network, publicKey, port, advertised, agent, seen);
  }
}
