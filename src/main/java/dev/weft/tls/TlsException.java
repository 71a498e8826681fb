package dev.weft.tls;

import java.io.IOException;

/** The peer does not speak TLS as it should, or has not proved a key; the message says more. */
public final class TlsException extends IOException {

  private static final long serialVersionUID = 1L;

  TlsException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
