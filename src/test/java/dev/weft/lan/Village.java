package dev.weft.lan;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Confined to one simulated world: local networks in memory, in which each notice is heard at once
 * by whoever is at the same place; for one node or several.
 */
public final class Village implements Lan {

  public static final Place HOME = place("eth0", "192.168.7.1", 24);

  /** Where there is a network now. */
  public final List<Place> places = new ArrayList<>(List.of(HOME));

  /** Who is announced where. */
  public final Map<Place, List<Notice>> announced = new LinkedHashMap<>();

  private final Map<Place, List<BiConsumer<Notice, InetAddress>>> ears = new LinkedHashMap<>();
  boolean deaf;
  boolean broken;

  public static Place place(String name, String address, int prefix) {
    return new Place(name, InetAddress.ofLiteral(address), prefix);
  }

  @Override
  public List<Place> places() throws IOException {
    if (deaf) {
      throw new IOException("on purpose");
    }
    return List.copyOf(places);
  }

  @Override
  public Station open(Place place, Notice self, BiConsumer<Notice, InetAddress> heard)
      throws IOException {
    if (broken) {
      throw new IOException("on purpose");
    }
    ears.computeIfAbsent(place, _ -> new ArrayList<>()).add(heard);
    announced.computeIfAbsent(place, _ -> new ArrayList<>()).add(self);
    say(place, self, place.address());
    announced.get(place).forEach(other -> heard.accept(other, place.address()));
    return () -> {
      ears.get(place).remove(heard);
      announced.get(place).remove(self);
    };
  }

  /** All that are at a place hear this. */
  void say(Place place, Notice who, InetAddress at) {
    List.copyOf(ears.get(place)).forEach(ear -> ear.accept(who, at));
  }
}
