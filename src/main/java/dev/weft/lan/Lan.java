package dev.weft.lan;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The local networks that this machine is in: the seam behind which multicast DNS stands. Safe for
 * use by any number of threads.
 */
public interface Lan {

  /** Nobody is near. */
  Lan NONE =
      new Lan() {
        @Override
        public List<Place> places() {
          return List.of();
        }

        @Override
        public Station open(Place place, Notice self, BiConsumer<Notice, InetAddress> heard)
            throws IOException {
          throw new IOException("there is no local network");
        }
      };

  /** A node's presence at one place. */
  interface Station extends AutoCloseable {

    /**
     * Withdraws what was announced, tells the neighbours so, and leaves no thread and no socket
     * behind. An interrupt does not shorten it.
     */
    @Override
    void close();
  }

  /**
   * {@return where neighbours can be met now}
   *
   * @throws IOException if the system does not tell
   */
  List<Place> places() throws IOException;

  /**
   * Announces a node at a place, and listens there. An interrupt does not shorten it.
   *
   * @param place one of {@link #places}
   * @param self what is announced
   * @param heard is told of each address of each node that is announced there, perhaps several
   *     times, and of this node, too; by any thread, and not to be held up
   * @return what ends it, and withdraws what was announced
   * @throws IOException if that cannot be; then nothing stays open
   */
  Station open(Place place, Notice self, BiConsumer<Notice, InetAddress> heard) throws IOException;
}
