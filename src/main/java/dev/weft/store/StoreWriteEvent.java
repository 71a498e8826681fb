package dev.weft.store;

import dev.weft.item.Item;
import dev.weft.runtime.TraceId;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Confined to the thread that puts: tells Java's flight recorder of an item that is to be kept. */
@Name("weft.StoreWrite")
@Label("Store Write")
@Category("Weft")
@Description(
    "An item that is put into a node's store, with the wait for the disk where there is one")
@StackTrace(false)
final class StoreWriteEvent extends Event {

  @Label("Trace")
  @Description("The number of this node's own set that it is part of, 0 if of none")
  long trace;

  @Label("Key")
  @Nullable String key;

  @Label("Value")
  @DataAmount
  int bytes;

  @Label("Outcome")
  @Nullable String outcome;

  /** The item was put, with this outcome, which is handed on. */
  PutOutcome over(Item item, PutOutcome what) {
    end();
    if (shouldCommit()) {
      trace = TraceId.current();
      key = item.key().toString();
      bytes = item.valueLength();
      outcome = what.getClass().getSimpleName();
      commit();
    }
    return what;
  }
}
