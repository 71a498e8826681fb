package dev.weft;

import dev.weft.item.Announcement;
import dev.weft.kademlia.Contact;
import dev.weft.text.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of an announcement, or of its withdrawal. Immutable.
 *
 * @param record what was announced
 * @param local whether this node keeps the record itself, as one of the k closest to the topic
 * @param stored the other nodes that keep it
 * @param refused the nodes that said no
 * @param unreachable the nodes that did not answer, though they did a moment before
 * @param took how long it took, with the lookup
 */
public record AnnounceReport(
    Announcement record,
    boolean local,
    List<Contact> stored,
    List<SetReport.Refusal> refused,
    List<Contact> unreachable,
    Duration took) {

  /** Copies the objections. */
  public AnnounceReport {
    stored = List.copyOf(stored);
    refused = List.copyOf(refused);
    unreachable = List.copyOf(unreachable);
  }

  /** {@return how many nodes keep the record, this one included} */
  public int copies() {
    return stored.size() + (local ? 1 : 0);
  }

  /** {@return who does not keep the record, and why, a line each: fit to be shown} */
  public List<String> objections() {
    List<String> lines = new ArrayList<>();
    for (SetReport.Refusal no : refused) {
      lines.add("refused by " + no.by() + ": " + no.code() + ", " + Words.oneLine(no.reason()));
    }
    unreachable.forEach(contact -> lines.add("no answer from " + contact));
    return lines;
  }
}
