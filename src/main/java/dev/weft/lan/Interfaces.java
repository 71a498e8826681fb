package dev.weft.lan;

import dev.weft.runtime.Environment;
import java.net.InetAddress;
import java.util.Set;

/**
 * The addresses of this machine, and when they change: the seam behind which its network interfaces
 * stand. Safe for use by any number of threads.
 */
@FunctionalInterface
public interface Interfaces {

  /**
   * Waits until the machine has other addresses than these.
   *
   * @param before what it had, as far as the caller knows; where it has others, nothing is waited
   *     for
   * @return all that it has now, those of the loopback interface included
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  Set<InetAddress> awaitOther(Set<InetAddress> before) throws InterruptedException;

  /**
   * {@return those of the real world, which are looked at every two seconds: there is no portable
   * way to be told}
   *
   * @param environment has the clock
   */
  static Interfaces ofThisMachine(Environment environment) {
    return new SystemInterfaces(environment, SystemInterfaces::addresses);
  }
}
