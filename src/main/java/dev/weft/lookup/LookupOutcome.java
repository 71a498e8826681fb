package dev.weft.lookup;

/** How a lookup may end, for those who count or name that. */
public enum LookupOutcome {
  /** With a value, or the tombstone of one. */
  FOUND("found"),
  /** With the closest live nodes, all of which have answered. */
  COMPLETE("complete"),
  /** With some of them, as the time was over. */
  INCOMPLETE("incomplete"),
  /** With nothing: it was interrupted, or failed. */
  FAILED("failed");

  private final String label;

  LookupOutcome(String label) {
    this.label = label;
  }

  /** {@return how it is called where it is told of: {@code complete}} */
  public String label() {
    return label;
  }

  /**
   * {@return how a lookup ended that brought this}
   *
   * @param result what it brought
   */
  public static LookupOutcome of(LookupResult result) {
    return switch (result) {
      case LookupResult.Found _ -> FOUND;
      case LookupResult.Closest closest -> closest.complete() ? COMPLETE : INCOMPLETE;
    };
  }
}
