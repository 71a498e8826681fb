package dev.weft.routing;

import dev.weft.admission.Tally;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Prefix;
import dev.weft.kademlia.PrefixLimits;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confined to the routing actor: how many contacts of the table lie in each part of the internet,
 * and whether there may be more. Keys cost nothing, and addresses all over the internet do: so
 * whoever has a few networks gets a few places, however many nodes it pretends to be.
 *
 * <p>Its size is bounded by the number of contacts.
 */
final class Diversity {

  private static final Logger LOG = LoggerFactory.getLogger(Diversity.class);

  private final PrefixLimits limits;
  private final Tally<Prefix> tally = new Tally<>();
  private boolean told;

  Diversity(PrefixLimits limits) {
    this.limits = limits;
  }

  /** Whether a contact may get a place beside those in a bucket. */
  boolean admits(Contact newcomer, List<Entry> bucket) {
    Prefix prefix = limits.prefix(newcomer).orElse(null);
    return prefix == null
        || (tally.count(prefix) < limits.inTable()
            && of(prefix, bucket).size() < limits.inBucket());
  }

  /** Those of some entries that are in the same part as a contact, if they are too many. */
  List<Entry> crowd(Contact contact, List<Entry> entries) {
    Prefix prefix = limits.prefix(contact).orElse(null);
    List<Entry> same = prefix == null ? List.of() : of(prefix, entries);
    return same.size() > limits.inBucket() ? same : List.of();
  }

  private static List<Entry> of(Prefix prefix, List<Entry> entries) {
    return entries.stream().filter(entry -> Prefix.of(entry.contact()).equals(prefix)).toList();
  }

  /** A contact has got a place. */
  void entered(Contact contact) {
    limits.prefix(contact).ifPresent(tally::add);
  }

  /** A contact has lost its place. */
  void left(Contact contact) {
    limits.prefix(contact).ifPresent(tally::remove);
  }

  /** There would be a place for a contact, if there were not as many of its kind: told of once. */
  void refused(Contact contact) {
    if (!told) {
      told = true;
      LOG.info(
          "{} gets no place: the table holds as many of {} as it may. That is as it should be on"
              + " the internet; where all nodes are in a few networks, raise the limits",
          contact,
          Prefix.of(contact));
    }
  }
}
