package dev.weft.sim;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shared by the scheduler's thread, which receives it, and one that may have opened it meanwhile:
 * what becomes of one message on its way. Whoever comes first does the work, once; as this is the
 * same whoever does it, it does not matter to the simulation.
 */
final class Parcel<T> {

  /**
   * A message after its journey.
   *
   * @param content what is read at the other end
   * @param length how many bytes it had; 0 where no bytes were made of it
   */
  record Carried<T>(T content, int length) {}

  private final T sent;
  private final Supplier<Carried<T>> journey;
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile @Nullable Carried<T> carried;

  Parcel(T sent, Supplier<Carried<T>> journey) {
    this.sent = sent;
    this.journey = journey;
  }

  /** One that arrives as it is; no bytes are made of it. */
  static <T> Parcel<T> asIs(T sent) {
    return new Parcel<>(sent, () -> new Carried<>(sent, 0));
  }

  T sent() {
    return sent;
  }

  /** Whether the work is done, so that there is nothing to wait for. */
  boolean isOpen() {
    return carried != null;
  }

  /** Does the work ahead, unless somebody does. Where it fails, it will fail for the receiver. */
  void open() {
    if (taken.compareAndSet(false, true)) {
      try {
        carried = journey.get();
      } finally {
        taken.set(carried != null);
      }
    }
  }

  /** What arrives. Somebody else who is amid the work is waited for, which takes microseconds. */
  Carried<T> receive() {
    Carried<T> arrived = carried;
    while (arrived == null) {
      open();
      Thread.onSpinWait();
      arrived = carried;
    }
    return arrived;
  }
}
