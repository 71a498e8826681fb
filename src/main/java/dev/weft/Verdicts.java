package dev.weft;

import dev.weft.item.Announcement;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupResult;
import dev.weft.node.Placement;
import dev.weft.node.Placement.Copy;
import dev.weft.node.Placement.Fate;
import dev.weft.node.Reading;
import dev.weft.node.Repair;
import dev.weft.node.Survey;
import dev.weft.node.Survey.Claim;
import dev.weft.node.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns what happened in the network into what the caller is told: the public edge, where outcomes
 * become exceptions. Stateless.
 */
final class Verdicts {

  private Verdicts() {}

  /**
   * The report of a set that succeeded.
   *
   * @throws DhtException if it did not
   */
  static SetReport of(Placement placement, Item item, int k) {
    SetReport report = report(placement, item, k);
    LookupResult.Closest lookup = placement.lookup();
    requireAnswers(lookup, !placement.mine());
    if (report.succeeded()) {
      return report;
    }
    if (!lookup.complete() && report.newer().isEmpty()) {
      throw new DhtException.TimedOut(
          "the time for the set passed before the closest nodes were found", lookup);
    }
    throw new DhtException.NotStored(describe(report), report);
  }

  /**
   * The report of an announcement that succeeded.
   *
   * @throws DhtException if nobody keeps it
   */
  static AnnounceReport of(Placement placement, Announcement record) {
    AnnounceReport report = report(placement, record);
    LookupResult.Closest lookup = placement.lookup();
    requireAnswers(lookup, !placement.mine());
    if (report.copies() > 0) {
      return report;
    }
    if (!lookup.complete()) {
      throw new DhtException.TimedOut(
          "the time passed before the nodes closest to the topic were found", lookup);
    }
    String first = report.objections().stream().findFirst().map(one -> ": " + one).orElse("");
    throw new DhtException.NotAnnounced("nobody keeps what was announced" + first, report);
  }

  /** The report of a withdrawal, which may be that nobody could be told. */
  static AnnounceReport of(Topics.Withdrawn withdrawn) {
    return report(withdrawn.placement(), withdrawn.record());
  }

  private static AnnounceReport report(Placement placement, Announcement record) {
    Fates fates = Fates.of(placement);
    return new AnnounceReport(
        record,
        placement.local(),
        fates.stored,
        fates.refused,
        fates.unreachable,
        placement.took());
  }

  /** Who keeps something, and who does not. */
  private record Fates(
      List<Contact> stored, List<SetReport.Refusal> refused, List<Contact> unreachable) {

    private static Fates of(Placement placement) {
      Fates fates = new Fates(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (Copy copy : placement.copies()) {
        switch (copy.fate()) {
          case Fate.Stored _ -> fates.stored.add(copy.at());
          case Fate.Refused no ->
              fates.refused.add(new SetReport.Refusal(copy.at(), no.code(), no.reason()));
          case Fate.Unreachable _ -> fates.unreachable.add(copy.at());
        }
      }
      return fates;
    }
  }

  private static SetReport report(Placement placement, Item item, int k) {
    Fates fates = Fates.of(placement);
    return new SetReport(
        item,
        placement.local(),
        fates.stored,
        fates.refused,
        fates.unreachable,
        placement.pending(),
        placement.newer(),
        placement.needed(k),
        placement.took());
  }

  private static String describe(SetReport report) {
    if (report.newer().isPresent()) {
      return "a newer version is about: " + report.newer().get();
    }
    String reasons =
        report.refused().isEmpty()
            ? ""
            : " (one says: " + report.refused().getFirst().reason() + ")";
    return "%d of the %d nodes needed keep it; %d refused%s, %d did not answer"
        .formatted(
            report.copies(),
            report.needed(),
            report.refused().size(),
            reasons,
            report.unreachable().size());
  }

  /** What the nodes said about a record. */
  static HealthReport of(Survey survey, int k, boolean dependent) {
    LookupResult.Closest lookup = survey.lookup();
    requireAnswers(lookup, dependent);
    return new HealthReport(
        lookup.target(),
        survey.replies().stream()
            .map(reply -> new HealthReport.Replica(reply.from(), state(reply.claim())))
            .toList(),
        k,
        lookup.complete(),
        survey.took());
  }

  private static HealthReport.State state(Claim claim) {
    return switch (claim) {
      case Claim.Holds(Item item) -> new HealthReport.State.Held(item);
      case Claim.Nothing() -> new HealthReport.State.Absent();
      case Claim.Silent(String why) -> new HealthReport.State.Unreachable(why);
    };
  }

  /**
   * The report of a repair that succeeded; empty where there was nothing to repair.
   *
   * @throws DhtException if it did not
   */
  static Optional<SetReport> of(Repair repair, int k, boolean dependent) {
    LookupResult.Closest lookup = repair.survey().lookup();
    requireAnswers(lookup, dependent);
    return requireComplete(lookup, repair.survey().newest())
        .map(item -> of(repair.placement().orElseThrow(), item, k));
  }

  /**
   * Checks that a lookup reached anybody, if there was anybody to reach.
   *
   * @param dependent whether the node depends on others even where it knows none, as a client does
   */
  static void requireAnswers(LookupResult.Closest lookup, boolean dependent) {
    boolean complete = lookup.complete();
    if (complete && lookup.closest().isEmpty() && (dependent || !lookup.trace().isEmpty())) {
      throw new DhtException.NobodyAnswered(
          lookup.trace().isEmpty()
              ? "no other node is known"
              : "none of the " + lookup.trace().size() + " nodes that were asked answered",
          lookup);
    }
  }

  /** Checks that enough nodes said what they hold. */
  static void requireConclusive(Reading reading) {
    if (!reading.isConclusive()) {
      String best = reading.item().map(item -> "; the newest of it is " + item).orElse("");
      throw new DhtException.TimedOut(
          "of the %d closest nodes only %d said in time what they hold%s"
              .formatted(reading.voters(), reading.votes(), best),
          reading.lookup());
    }
    requireComplete(reading.lookup(), reading.item());
  }

  /** Hands on a result, if the lookup that led to it was complete or it is there anyway. */
  static Optional<Item> requireComplete(LookupResult.Closest lookup, Optional<Item> result) {
    if (!lookup.complete() && result.isEmpty()) {
      throw new DhtException.TimedOut(
          "the time passed before all of the closest nodes had answered", lookup);
    }
    return result;
  }
}
