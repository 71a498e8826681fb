package dev.weft.socket;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what nobody can do anything about if it cannot be closed. Stateless. */
public final class Closing {

  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private Closing() {}

  public static void quietly(Closeable resource) {
    try {
      resource.close();
    } catch (IOException e) {
      LOG.debug("Could not close a socket", e);
    }
  }
}
