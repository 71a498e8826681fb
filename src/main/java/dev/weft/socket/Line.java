package dev.weft.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;

/**
 * A pair of byte streams to another node. {@link #open} is called first, by the thread that will
 * read. {@link #close} may be called by any thread, at any time and again, does not wait, and ends
 * what another thread is doing here with an exception.
 */
public interface Line extends AutoCloseable {

  /** Makes the connection usable; may wait for the network. */
  void open() throws IOException;

  /** Where the bytes of the other node come from. */
  InputStream in() throws IOException;

  /** Where the bytes for the other node go. */
  OutputStream out() throws IOException;

  /** The address of the other node as seen from here. */
  InetAddress remote();

  /** The address of this machine that the connection uses; a wildcard while it is not open. */
  InetAddress local();

  @Override
  void close();
}
