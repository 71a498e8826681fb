import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.Subscription;
import dev.weft.Update;
import dev.weft.item.OwnedItem;
import dev.weft.item.Provider;
import dev.weft.kademlia.Key;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * A chat without a server. A room is a topic, under which everybody announces their name; what one
 * has said is an item of theirs, signed, which all others watch.
 *
 * <p>{@code java -cp target/weft.jar src/examples/Chat.java ROOM NAME SEED}; what is typed is said,
 * and the end of the input leaves the room.
 */
public final class Chat {

  /** How many lines one keeps for those who come later. */
  private static final int KEPT = 50;

  private final Dht dht;
  private final String room;

  /** Whom we hear. Touched by the thread that watches the room only. */
  private final Map<Key, Voice> voices = new HashMap<>();

  /** What we said, each line behind its number. Touched by the main thread only. */
  private final Deque<String> said = new ArrayDeque<>();

  private Chat(Dht dht, String room) {
    this.dht = dht;
    this.room = "chat/" + room;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 3) {
      System.err.println("usage: Chat ROOM NAME SEED");
      System.exit(2);
    }
    DhtConfig config = DhtConfig.builder().port(0).seed(args[2]).build();
    try (Dht dht = Dht.open(config)) {
      new Chat(dht, args[0]).run(args[1]);
    }
  }

  private void run(String name) throws IOException, InterruptedException {
    dht.announce(room, name.getBytes(UTF_8));
    try (Subscription<Update<Provider>> people = dht.watchProviders(room)) {
      Thread listening = Thread.startVirtualThread(() -> listen(people));
      BufferedReader typed = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      int number = 0;
      for (String line = typed.readLine(); line != null; line = typed.readLine()) {
        say(++number + " " + line);
      }
      people.close();
      listening.join();
    }
  }

  private void say(String line) throws InterruptedException {
    said.add(line);
    if (said.size() > KEPT) {
      said.remove();
    }
    dht.set(room, String.join("\n", said));
  }

  /** Hears everybody who is in the room, until it is closed. */
  private void listen(Subscription<Update<Provider>> people) {
    for (Update<Provider> update : people) {
      Provider person = update.value();
      if (person.owner().equals(dht.owner())) {
        continue;
      }
      if (person.announcement().isWithdrawn()) {
        Voice gone = voices.remove(person.owner());
        if (gone != null) {
          gone.leave();
        }
      } else {
        voices.computeIfAbsent(person.owner(), owner -> new Voice(owner, person.text())).hear();
      }
    }
    voices.values().forEach(Voice::hush);
  }

  /** What one other says. */
  private final class Voice {
    private final String name;
    private final Subscription<Update<OwnedItem>> words;
    private boolean heard;
    private int last;

    Voice(Key owner, String name) {
      this.name = name + "@" + owner.abbreviated();
      this.words = dht.watch(owner, room);
    }

    void hear() {
      if (!heard) {
        heard = true;
        System.out.println("* " + name + " is here");
        Thread.startVirtualThread(() -> words.forEach(update -> print(update.value().text())));
      }
    }

    /** Prints the lines that have come since the last time. */
    private void print(String lines) {
      for (String line : lines.split("\n")) {
        int space = line.indexOf(' ');
        int number = Integer.parseInt(line.substring(0, space));
        if (number > last) {
          last = number;
          System.out.println(name + ": " + line.substring(space + 1));
        }
      }
    }

    void leave() {
      hush();
      System.out.println("* " + name + " has left");
    }

    void hush() {
      words.close();
    }
  }
}
