package dev.weft;

import java.nio.file.Path;

/** A process that holds a data directory until it is killed, or its input ends. */
final class LockHolder {

  private LockHolder() {}

  public static void main(String[] arguments) throws Exception {
    try (DataDirectory held = DataDirectory.open(Path.of(arguments[0]), Wire.WEFT)) {
      System.out.println("held");
      System.in.read();
      held.save(Samples.contacts(1));
    }
  }
}
