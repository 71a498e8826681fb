package dev.weft.routing;

import dev.weft.runtime.TraceId;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Guarded by the mailbox's lock: tells Java's flight recorder how long commands waited. */
@Name("weft.MailboxDelay")
@Label("Mailbox Delay")
@Category("Weft")
@Description("From when the routing actor had to wake until it took what was there")
@StackTrace(false)
final class MailboxDelayEvent extends Event {

  @Label("Trace")
  @Description("The number of the lookup or set whose news woke the actor, 0 if of none")
  long trace;

  @Label("Commands")
  int commands;

  @Label("Shed")
  @Description("How many hints were shed since the node was started")
  long shed;

  /** The actor has to wake. */
  void start() {
    trace = TraceId.current();
    begin();
  }

  /** The actor takes so many. */
  void over(int taken, long lost) {
    commands = taken;
    shed = lost;
    commit();
  }
}
