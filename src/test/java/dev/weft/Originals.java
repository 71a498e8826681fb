package dev.weft;

import dev.weft.item.Announcement;
import dev.weft.item.Provider;
import dev.weft.lookup.Gathering;
import java.time.Duration;
import java.util.List;

/** Finds who is under a topic as it would be done if there were no copies. */
public final class Originals {

  private Originals() {}

  /** As {@link Dht#providers(String, int, Duration)}, by the straight way to those who keep it. */
  public static List<Provider> providers(Dht dht, String topic, int limit, Duration timeout)
      throws InterruptedException {
    Gathering gathering = Gathering.ofOriginals(Announcement.topic(topic), limit);
    dht.node.topics().find(Announcement.topic(topic), gathering, timeout);
    return gathering.providers();
  }
}
