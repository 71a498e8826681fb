package dev.weft.sim;

/** Weft has broken a promise, as the message says: a fault of Weft, and a reason for a new test. */
public final class Violation extends AssertionError {

  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }
}
