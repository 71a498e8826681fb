package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.rpc.CallOutcome;
import dev.weft.rpc.RequestKind;
import dev.weft.runtime.TraceId;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Confined to the thread that calls: tells Java's flight recorder of a call. */
@Name("weft.Call")
@Label("Call")
@Category("Weft")
@Description("A request to another node, until its answer or the end of the wait for it")
@StackTrace(false)
final class CallEvent extends Event {

  @Label("Trace")
  @Description("The number of the lookup or set that it was made for, 0 if for none")
  long trace;

  @Label("Peer")
  @Nullable String peer;

  @Label("Kind")
  @Nullable String kind;

  @Label("Outcome")
  @Nullable String outcome;

  /** The call is over. Puts nothing into words where nobody records. */
  void over(Contact to, RequestKind what, CallOutcome how) {
    end();
    if (shouldCommit()) {
      trace = TraceId.current();
      peer = to.toString();
      kind = what.label();
      outcome = how.label();
      commit();
    }
  }
}
