package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.Background;
import dev.weft.socket.Line;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection between two machines, and what becomes of the bytes on it. */
class SimLineTest {

  private final Rig rig = new Rig();
  private final Rig.Machine here = rig.machine();
  private final Rig.Machine there = rig.machine();
  private final List<Line> accepted = new ArrayList<>();

  @BeforeEach
  void listen() {
    there.endpoint.door(accepted::add);
  }

  @AfterEach
  void end() {
    rig.close();
  }

  private Line dial(InetSocketAddress address) {
    return SimLine.to(here.host, rig.fabric, here.endpoint, address);
  }

  private Line open() throws IOException {
    Line line = dial(there.endpoint.address);
    line.open();
    accepted.getFirst().open();
    return line;
  }

  private static byte[] read(Line line, int most) throws IOException {
    byte[] target = new byte[most];
    int count = line.in().read(target, 0, most);
    return count < 0 ? new byte[0] : java.util.Arrays.copyOf(target, count);
  }

  @Test
  void itTakesARoundTripToConnectAndOneWayToArrive() throws Exception {
    rig.run(
        () -> {
          Line line = open();
          assertThat(rig.world.elapsed()).isEqualTo(Rig.ROUND_TRIP);
          line.out().write(new byte[] {0, 1, 2, 3}, 1, 3);
          assertThat(read(accepted.getFirst(), 2)).containsExactly(1, 2);
          assertThat(rig.world.elapsed()).isEqualTo(Rig.ROUND_TRIP.plus(Rig.ONE_WAY));
          assertThat(read(accepted.getFirst(), 2)).containsExactly(3);
          accepted.getFirst().out().write(new byte[] {9});
          assertThat(read(line, 5)).containsExactly(9);
          assertThat(line.local()).isEqualTo(here.endpoint.address.getAddress());
          assertThat(line.remote()).isEqualTo(there.endpoint.address.getAddress());
          assertThat(accepted.getFirst().remote()).isEqualTo(here.endpoint.address.getAddress());
        });
  }

  @Test
  void bytesArriveInTheirOrderHoweverLateTheFirstAre() throws Exception {
    rig.run(
        () -> {
          Line line = open();
          rig.fabric.faults().slow(there.node, Duration.ofSeconds(1));
          line.out().write(new byte[] {1});
          rig.fabric.faults().slow(there.node, Duration.ZERO);
          line.out().write(new byte[] {2});
          assertThat(read(accepted.getFirst(), 5)).containsExactly(1);
          assertThat(read(accepted.getFirst(), 5)).containsExactly(2);
        });
  }

  @Test
  void theEndComesAfterAllThatWasWritten() throws Exception {
    rig.run(
        () -> {
          Line line = open();
          line.out().write(new byte[] {1});
          line.close();
          line.close();
          assertThat(read(line, 5)).isEmpty();
          assertThat(read(accepted.getFirst(), 5)).containsExactly(1);
          assertThat(read(accepted.getFirst(), 5)).isEmpty();
          assertThatIOException().isThrownBy(() -> line.out().write(new byte[] {1}));
        });
  }

  @Test
  void whatIsLostNeverArrives() throws Exception {
    rig.run(
        () -> {
          Line line = open();
          rig.fabric.faults().loss(1);
          line.out().write(new byte[] {1});
          rig.fabric.faults().loss(0);
          rig.fabric.faults().partition(List.of(here.node));
          line.out().write(new byte[] {2});
          rig.fabric.faults().heal();
          line.out().write(new byte[] {3});
          assertThat(read(accepted.getFirst(), 5)).containsExactly(3);
        });
  }

  @Test
  void nothingComesFromAMachineThatIsGoneOrReachesIt() throws Exception {
    rig.run(
        () -> {
          Line line = open();
          there.endpoint.gone(true);
          line.out().write(new byte[] {1});
          accepted.getFirst().out().write(new byte[] {2});
          rig.world.sleep(Duration.ofSeconds(1));
          there.endpoint.gone(false);
          line.out().write(new byte[] {3});
          accepted.getFirst().out().write(new byte[] {4});
          assertThat(read(accepted.getFirst(), 5)).containsExactly(3);
          assertThat(read(line, 5)).containsExactly(4);
        });
  }

  @Test
  void whereNobodyListensTheCallerIsToldSoAndWhereNobodyIsItIsNot() throws Exception {
    there.endpoint.door(null);
    rig.run(
        () -> {
          Line refused = dial(there.endpoint.address);
          assertThatIOException().isThrownBy(refused::open).withMessage("connection refused");
          Line silent = dial(new Endpoint(77, "nobody").address);
          var opening =
              Background.of(
                  rig.world,
                  () -> {
                    silent.open();
                    return true;
                  });
          rig.world.sleep(Duration.ofHours(1));
          assertThat(opening.isDone()).isFalse();
          silent.close();
          assertThat(opening.failure()).isInstanceOf(IOException.class).hasMessage("closed");
        });
  }

  @Test
  void anInterruptEndsTheOpening() throws Exception {
    rig.run(
        () -> {
          Thread.currentThread().interrupt();
          assertThatThrownBy(() -> dial(there.endpoint.address).open())
              .isInstanceOf(InterruptedIOException.class);
          assertThat(Thread.interrupted()).isTrue();
        });
  }

  @Test
  void whoeverDoesNotReadBreaksItInTheEnd() throws Exception {
    rig.run(
        () -> {
          Line line = open();
          assertThatIOException()
              .isThrownBy(
                  () -> {
                    for (int mebibytes = 0; mebibytes < 100; mebibytes++) {
                      line.out().write(new byte[1 << 20]);
                    }
                  })
              .withMessage("broken pipe");
        });
  }

  @Test
  void nobodyReadsOrWritesSingleBytes() throws Exception {
    rig.run(
        () -> {
          Line line = open();
          assertThatThrownBy(() -> line.in().read())
              .isInstanceOf(UnsupportedOperationException.class);
          assertThatThrownBy(() -> line.out().write(1))
              .isInstanceOf(UnsupportedOperationException.class);
        });
  }
}
