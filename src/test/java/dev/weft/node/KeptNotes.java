package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.routing.Liar;
import dev.weft.routing.Notes;
import java.util.ArrayList;
import java.util.List;

/** Used by one simulated node at a time: notes in memory, that a test can read. */
class KeptNotes implements Notes {

  final List<Contact> contacts = new ArrayList<>();
  final List<Liar> liars = new ArrayList<>();

  /** Counts what was written of liars. */
  int written;

  @Override
  public List<Contact> contacts() {
    return List.copyOf(contacts);
  }

  @Override
  public List<Liar> liars() {
    return List.copyOf(liars);
  }

  @Override
  public void save(List<Contact> known) {
    contacts.clear();
    contacts.addAll(known);
  }

  @Override
  public void saveLiars(List<Liar> ignored) {
    written++;
    liars.clear();
    liars.addAll(ignored);
  }

  @Override
  public void close() {
    throw new AssertionError("notes are closed by whoever opened them");
  }
}
