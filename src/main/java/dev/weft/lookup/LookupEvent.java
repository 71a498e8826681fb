package dev.weft.lookup;

import dev.weft.kademlia.Key;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Confined to the thread that wants a lookup: tells Java's flight recorder of it. */
@Name("weft.Lookup")
@Label("Lookup")
@Category("Weft")
@Description("A search for nodes or a value, by a node of Weft")
@StackTrace(false)
final class LookupEvent extends Event {

  @Label("Trace")
  @Description("The lookup's number, which its calls bear, too")
  long trace;

  @Label("Target")
  @Nullable String target;

  @Label("For Value")
  boolean value;

  @Label("Outcome")
  @Nullable String outcome;

  @Label("Hops")
  int hops;

  @Label("Nodes Asked")
  int messages;

  /** The lookup is over. Puts nothing into words where nobody records. */
  void over(long id, Key key, boolean forValue, LookupOutcome how, int over, int asked) {
    end();
    if (shouldCommit()) {
      trace = id;
      target = key.toString();
      value = forValue;
      outcome = how.label();
      hops = over;
      messages = asked;
      commit();
    }
  }
}
