package dev.weft.tls;

import dev.weft.item.Identity;
import dev.weft.socket.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;

/** Whatever a stranger says in place of a TLS handshake, it is refused. */
public final class HandshakeFuzz {

  private static final TlsIdentity SELF = self();

  private HandshakeFuzz() {}

  /** The first byte says which side the stranger has; the rest is what it says. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    Line stranger = new Said(bytes);
    TlsLine line =
        bytes[0] < 0 ? TlsLine.dialled(stranger, SELF) : TlsLine.accepted(stranger, SELF);
    try {
      line.open();
    } catch (IOException e) {
      return;
    }
    throw new IllegalStateException("who said what it could not know was let in");
  }

  private static TlsIdentity self() {
    try {
      return TlsIdentity.of(Identity.fromSecret(new byte[32]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A line on which all was said beforehand, and nobody listens. */
  private static final class Said implements Line {
    private final InputStream in;

    Said(byte[] bytes) {
      this.in = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
    }

    @Override
    public void open() {}

    @Override
    public InputStream in() {
      return in;
    }

    @Override
    public OutputStream out() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InetAddress remote() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public InetAddress local() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public void close() {}
  }
}
