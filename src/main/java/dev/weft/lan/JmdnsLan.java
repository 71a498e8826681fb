package dev.weft.lan;

import dev.weft.runtime.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The local networks of the real world, by JmDNS, which has to be on the class path. Immutable.
 *
 * @param environment a real one: JmDNS has threads and clocks of its own
 */
public record JmdnsLan(Environment environment) implements Lan {

  @Override
  public List<Place> places() throws IOException {
    return places(NetworkInterface.networkInterfaces().toList());
  }

  /** The places of those interfaces on which neighbours can be spoken to. */
  static List<Place> places(List<NetworkInterface> interfaces) throws SocketException {
    List<Place> places = new ArrayList<>();
    for (NetworkInterface one : interfaces) {
      if (one.isUp() && !one.isLoopback() && one.supportsMulticast()) {
        places.addAll(Place.of(one));
      }
    }
    return places;
  }

  @Override
  public Station open(Place place, Notice self, BiConsumer<Notice, InetAddress> heard)
      throws IOException {
    return JmdnsStation.open(environment, place, self, heard);
  }
}
