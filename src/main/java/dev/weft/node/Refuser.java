package dev.weft.node;

import dev.weft.admission.Refusal;
import dev.weft.admission.Refusals;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Response;

/** Shared by all threads that answer: counts what is refused, and makes the answer that says so. */
final class Refuser {

  private final Refusals refusals;

  Refuser(Refusals refusals) {
    this.refusals = refusals;
  }

  /**
   * The answer to a request that is refused.
   *
   * @param why in words, without an end; the caller is told as well
   */
  Response refuse(Refusal refusal, Caller caller, String why) {
    refusals.count(refusal, caller, why);
    return new Response.Refused(code(refusal), why);
  }

  /** What the caller may make of it: whatever another time may change is busy. */
  private static RefusalCode code(Refusal refusal) {
    return switch (refusal) {
      case FORGED -> RefusalCode.FORGED;
      case STALE -> RefusalCode.STALE;
      case EXPIRED -> RefusalCode.EXPIRED;
      case FUTURE -> RefusalCode.FUTURE;
      case FULL -> RefusalCode.FULL;
      case LEAVING -> RefusalCode.CLOSING;
      default -> RefusalCode.BUSY;
    };
  }
}
