package dev.weft.drogulus;

import dev.weft.kademlia.Seed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The nodes through which to join, as the drogulus writes them in its {@code peers.json}.
 * Immutable.
 *
 * @param seeds those that can be dialled, each with the key that has to answer
 * @param leftOut the others: which, and why; a line for each
 * @param blacklisted how many keys the file bars; none of them is among the seeds
 */
public record Peers(List<Seed> seeds, List<String> leftOut, int blacklisted) {

  private static final String BLACKLIST = "blacklist";
  private static final String CONTACTS = "contacts";
  private static final String PUBLIC_KEY = "public_key";
  private static final String URI = "uri";
  private static final String VERSION = "version";

  /** A host that has to be looked up, which only the user's own file may ask for. */
  private static final Pattern NAMED =
      Pattern.compile("[^:/]*://(?=[^:/]*[A-Za-z])([^\\s:/@%\\[\\]]+):([0-9]{1,5})(/.*)?");

  /** Copies the lists. */
  public Peers {
    seeds = List.copyOf(seeds);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Reads the text of such a file.
   *
   * @param json the text
   * @return what it says
   * @throws IllegalArgumentException if it is not of that form; the message says how
   */
  public static Peers parse(String json) {
    Members all = members(JsonValue.parse(json));
    List<Seed> seeds = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    try {
      Set<JsonValue> barred = new LinkedHashSet<>();
      barred.addAll(all.all().containsKey(BLACKLIST) ? all.array(BLACKLIST) : List.of());
      for (JsonValue contact : all.array(CONTACTS)) {
        read(contact, barred, seeds, leftOut);
      }
      return new Peers(seeds, leftOut, barred.size());
    } catch (MessageException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Members members(JsonValue value) {
    if (value instanceof JsonValue.Obj(SortedMap<String, JsonValue> members)) {
      return new Members(members);
    }
    throw new IllegalArgumentException("it is no JSON object");
  }

  private static void read(
      JsonValue contact, Set<JsonValue> barred, List<Seed> seeds, List<String> leftOut) {
    int number = seeds.size() + leftOut.size() + 1;
    try {
      seeds.add(seed(contact, barred));
    } catch (MessageException | IllegalArgumentException e) {
      leftOut.add("contact " + number + ": " + e.getMessage());
    }
  }

  private static Seed seed(JsonValue from, Set<JsonValue> barred) throws MessageException {
    Members contact = members(from);
    String key = contact.text(PUBLIC_KEY);
    String uri = contact.text(URI);
    if (barred.contains(JsonValue.of(key))) {
      throw new MessageException(uri + " is on the blacklist");
    }
    if (!RsaPublicKey.of(key).isUsable()) {
      throw new MessageException(uri + " has a public_key that is no RSA key as PKCS#1 in PEM");
    }
    Optional<Seed> numeric =
        new DrogulusContact(key, DrogulusContact.VERSION, uri)
            .contact()
            .map(
                it ->
                    new Seed(
                        Optional.of(it.key()),
                        it.address().getAddress().getHostAddress(),
                        it.address().getPort()));
    if (numeric.isPresent()) {
      return numeric.get();
    }
    Matcher named = NAMED.matcher(uri);
    if (!named.matches()) {
      throw new MessageException(uri + " is no address that can be dialled");
    }
    int port = Integer.parseInt(named.group(2));
    return new Seed(Optional.of(RsaPublicKey.idOf(key)), named.group(1), port);
  }

  /**
   * The text of a file through which others join by one node.
   *
   * @param node who that is
   * @param at where others reach it; the key is of no account
   * @return the text, in JSON
   * @throws IllegalArgumentException if the drogulus ignores nodes that listen there
   */
  public static String fileFor(RsaPublicKey node, Seed at) {
    if (at.port() > DrogulusOptions.MAX_PORT) {
      throw new IllegalArgumentException(
          "the drogulus ignores nodes that listen on a port above " + DrogulusOptions.MAX_PORT);
    }
    Seed address = new Seed(Optional.empty(), at.host(), at.port());
    SortedMap<String, JsonValue> contact = new TreeMap<>();
    contact.put(PUBLIC_KEY, JsonValue.of(node.text()));
    contact.put(VERSION, JsonValue.of(DrogulusContact.VERSION));
    contact.put(URI, JsonValue.of("netstring://" + address));
    SortedMap<String, JsonValue> all = new TreeMap<>();
    all.put(CONTACTS, new JsonValue.Arr(List.of(new JsonValue.Obj(contact))));
    all.put(BLACKLIST, new JsonValue.Arr(List.of()));
    return new JsonValue.Obj(all).toJson();
  }
}
