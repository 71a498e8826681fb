package dev.weft.lan;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/**
 * An address of this machine at which neighbours can be met. Immutable.
 *
 * @param networkInterface the name of its network interface
 * @param address the address
 * @param prefix how many leading bits all addresses of its network have in common
 */
public record Place(String networkInterface, InetAddress address, int prefix) {

  private static final int LONGEST_LABEL = 30;

  /**
   * The places of a network interface: its first IPv4 address, and its first IPv6 address that is
   * not link-local. Those others could not tell to a third, and beside IPv4 nobody needs them.
   */
  static List<Place> of(NetworkInterface networkInterface) {
    String name = networkInterface.getName();
    List<Place> places = new ArrayList<>();
    for (InterfaceAddress one : networkInterface.getInterfaceAddresses()) {
      Place place = new Place(name, one.getAddress(), one.getNetworkPrefixLength());
      boolean of6 = !place.isIpv4();
      if (places.stream().noneMatch(other -> other.isIpv4() == place.isIpv4())
          && !(of6 && one.getAddress().isLinkLocalAddress())) {
        places.add(place);
      }
    }
    return places;
  }

  private boolean isIpv4() {
    return address instanceof Inet4Address;
  }

  /** Whether an address is in the same network as this place. */
  boolean reaches(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> bit % 8;
      if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** A name that is a label of DNS, and that no other place of this machine has. */
  String label() {
    String plain = networkInterface.replaceAll("[^A-Za-z0-9]", "-");
    String cut = plain.substring(0, Math.min(LONGEST_LABEL, plain.length()));
    return cut + (isIpv4() ? "-4" : "-6");
  }

  /** The interface and the address, for the log. */
  @Override
  public String toString() {
    return address.getHostAddress() + " (" + networkInterface + ")";
  }
}
