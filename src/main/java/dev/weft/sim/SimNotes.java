package dev.weft.sim;

import dev.weft.kademlia.Contact;
import dev.weft.routing.Liar;
import dev.weft.routing.Notes;
import java.util.List;

/** Notes that outlive the node, on its disk. Confined to the scheduler's thread. */
final class SimNotes implements Notes {

  private List<Contact> contacts = List.of();
  private List<Liar> liars = List.of();

  @Override
  public List<Contact> contacts() {
    return contacts;
  }

  @Override
  public List<Liar> liars() {
    return liars;
  }

  @Override
  public void save(List<Contact> contacts) {
    this.contacts = contacts;
  }

  @Override
  public void saveLiars(List<Liar> liars) {
    this.liars = liars;
  }

  @Override
  public void close() {
    // They are there for the next run.
  }
}
