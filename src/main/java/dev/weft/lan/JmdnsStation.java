package dev.weft.lan;

import dev.weft.runtime.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of JmDNS, at one address; safe for use by any thread. All threads that it starts are
 * in one group, because that is inherited: so it can be seen when they have ended.
 */
final class JmdnsStation implements Lan.Station {

  static final String TYPE = "_weft._tcp.local.";

  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int MOST_PAUSES = 200;
  private static final Logger LOG = LoggerFactory.getLogger(JmdnsStation.class);

  private final Environment environment;
  private final ThreadGroup threads;
  private final JmDNS jmdns;

  JmdnsStation(Environment environment, ThreadGroup threads, JmDNS jmdns) {
    this.environment = environment;
    this.threads = threads;
    this.jmdns = jmdns;
  }

  /** As {@link Lan#open}. */
  static JmdnsStation open(
      Environment environment, Place place, Notice self, BiConsumer<Notice, InetAddress> heard)
      throws IOException {
    String name = self.nameAt(place);
    // An address that has a name is not looked up, which takes seconds where no DNS answers.
    InetAddress address = InetAddress.getByAddress(name, place.address().getAddress());
    ThreadGroup threads = new ThreadGroup(name);
    FutureTask<JmDNS> made =
        new FutureTask<>(() -> begin(JmDNS.create(address, name), self, heard));
    Thread.ofPlatform().group(threads).daemon().name(name).start(made);
    return new JmdnsStation(environment, threads, result(made));
  }

  static JmDNS result(FutureTask<JmDNS> made) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return made.get();
        } catch (InterruptedException e) {
          interrupted = true; // it is made in a moment, and would be nobody's
        } catch (ExecutionException e) {
          throw new IOException("JmDNS cannot be used: " + e.getMessage(), e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Asks who is there, and says who is here. */
  static JmDNS begin(JmDNS jmdns, Notice self, BiConsumer<Notice, InetAddress> heard)
      throws IOException {
    String name = jmdns.getName();
    try {
      jmdns.addServiceListener(TYPE, new Heard(heard));
      jmdns.registerService(ServiceInfo.create(TYPE, name, self.port(), 0, 0, self.text()));
      return jmdns;
    } catch (IOException e) {
      jmdns.close();
      throw e;
    }
  }

  /** Called by threads of JmDNS's: hands on what it has found out. Immutable. */
  private record Heard(BiConsumer<Notice, InetAddress> heard) implements ServiceListener {

    /** What is announced is asked for by JmDNS itself, and resolved then. */
    @Override
    public void serviceAdded(ServiceEvent event) {}

    /** Who has gone is found out by whoever calls them. */
    @Override
    public void serviceRemoved(ServiceEvent event) {}

    @Override
    public void serviceResolved(ServiceEvent event) {
      ServiceInfo info = event.getInfo();
      Notice notice = Notice.read(info.getPort(), info::getPropertyString);
      if (notice != null) {
        for (InetAddress address : info.getInetAddresses()) {
          heard.accept(notice, address);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      jmdns.close();
    } catch (IOException e) {
      LOG.debug("JmDNS did not close in order: {}", e.getMessage());
    }
    awaitEnd(environment, threads);
  }

  /** Waits until the threads of a group have ended; after two seconds no longer. */
  static void awaitEnd(Environment environment, ThreadGroup threads) {
    try {
      for (int i = 0; i < MOST_PAUSES && threads.activeCount() > 0; i++) {
        environment.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
