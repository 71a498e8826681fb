package dev.weft.lan;

import dev.weft.runtime.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network interfaces, looked at again and again. Immutable.
 *
 * @param source tells what addresses there are
 */
record SystemInterfaces(Environment environment, Source source) implements Interfaces {

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(SystemInterfaces.class);

  /** Looks at the interfaces once. */
  @FunctionalInterface
  interface Source {
    /**
     * All the addresses.
     *
     * @throws IOException if the system does not tell
     */
    Set<InetAddress> addresses() throws IOException;
  }

  @Override
  public Set<InetAddress> awaitOther(Set<InetAddress> before) throws InterruptedException {
    while (true) {
      try {
        Set<InetAddress> now = source.addresses();
        if (!now.equals(before)) {
          return now;
        }
      } catch (IOException e) {
        LOG.debug("the network interfaces are not known: {}", e.getMessage());
      }
      environment.sleep(LOOK);
    }
  }

  /** Those of the interfaces of this machine. */
  static Set<InetAddress> addresses() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
