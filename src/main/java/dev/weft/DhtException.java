package dev.weft;

import dev.weft.item.Item;
import dev.weft.lookup.LookupResult;
import java.util.Optional;

/**
 * Why an operation of a {@link Dht} came to nothing, with what was achieved all the same: a closed
 * family, so that a {@code switch} over it is checked.
 */
public abstract sealed class DhtException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private DhtException(String message, Throwable cause) {
    super(message, cause);
  }

  private DhtException(String message) {
    super(message);
  }

  /** The node could not be opened: a port in use, an unreadable data directory, and the like. */
  public static final class CannotOpen extends DhtException {
    private static final long serialVersionUID = 1L;

    public CannotOpen(String message, Throwable cause) {
      super(message, cause);
    }

    public CannotOpen(String message) {
      super(message);
    }
  }

  /** No other node could be reached: no seed answered, or nobody whom the operation asked. */
  public static final class NobodyAnswered extends DhtException {
    private static final long serialVersionUID = 1L;

    public NobodyAnswered(String message) {
      super(message);
    }
  }

  /** The time allowed for the operation passed before it was complete. */
  public static final class TimedOut extends DhtException {
    private static final long serialVersionUID = 1L;

    private final transient LookupResult soFar;

    public TimedOut(String message, LookupResult soFar) {
      super(message);
      this.soFar = soFar;
    }

    /** Who had answered by then, and the trace. */
    public LookupResult soFar() {
      return soFar;
    }
  }

  /** Too few nodes keep the item, or a newer version of it is about. */
  public static final class NotStored extends DhtException {
    private static final long serialVersionUID = 1L;

    private final transient SetReport report;

    public NotStored(String message, SetReport report) {
      super(message);
      this.report = report;
    }

    /** Which nodes keep the item nevertheless, and why the others do not. */
    public SetReport report() {
      return report;
    }
  }

  /** Another version is there than the one that was to be replaced. */
  public static final class NotAsExpected extends DhtException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Item> found;

    public NotAsExpected(Expected expected, Optional<Item> found) {
      super(
          "expected was %s, and there is %s"
              .formatted(expected, found.map(Item::toString).orElse("nothing")));
      this.found = found;
    }

    /** The newest version that is there; empty if there is none. */
    public Optional<Item> found() {
      return found;
    }
  }

  /** The {@link Dht} has been closed. */
  public static final class Closed extends DhtException {
    private static final long serialVersionUID = 1L;

    public Closed() {
      super("this node has been closed");
    }
  }
}
