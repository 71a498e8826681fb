package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.sim.Parcel.Carried;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParcelTest {

  private final AtomicInteger journeys = new AtomicInteger();

  private Carried<String> journey() {
    return new Carried<>("read " + journeys.incrementAndGet(), 7);
  }

  @Test
  void theWorkIsDoneOnceAndWhoeverReceivesFindsItDone() {
    Parcel<String> parcel = new Parcel<>("sent", this::journey);
    assertThat(parcel.isOpen()).isFalse();
    parcel.open();
    parcel.open();
    assertThat(parcel.isOpen()).isTrue();
    assertThat(parcel.receive()).isEqualTo(new Carried<>("read 1", 7));
    assertThat(parcel.sent()).isEqualTo("sent");
  }

  @Test
  void whoeverReceivesWhatNobodyHasOpenedDoesTheWork() {
    Parcel<String> parcel = new Parcel<>("sent", this::journey);
    assertThat(parcel.receive()).isSameAs(parcel.receive()).isEqualTo(new Carried<>("read 1", 7));
  }

  @Test
  void whoeverReceivesWaitsForSomebodyWhoIsAmidTheWork() throws Exception {
    Thread receiver = Thread.currentThread();
    var amid = new CountDownLatch(1);
    Parcel<String> parcel =
        new Parcel<>(
            "sent",
            () -> {
              amid.countDown();
              while (Arrays.stream(receiver.getStackTrace())
                  .noneMatch(frame -> frame.getMethodName().equals("receive"))) {
                Thread.onSpinWait();
              }
              return journey();
            });
    Thread helper = Thread.startVirtualThread(parcel::open);
    amid.await();
    assertThat(parcel.receive()).isEqualTo(new Carried<>("read 1", 7));
    helper.join();
  }

  @Test
  void whatFailsForAHelperFailsForTheReceiverToo() {
    Parcel<String> parcel =
        new Parcel<>(
            "sent",
            () -> {
              throw new IllegalStateException("attempt " + journeys.incrementAndGet());
            });
    assertThatThrownBy(parcel::open).hasMessage("attempt 1");
    assertThatThrownBy(parcel::receive).hasMessage("attempt 2");
    assertThat(parcel.isOpen()).isFalse();
  }

  @Test
  void whatIsPassedAsItIsHasNoBytes() {
    assertThat(Parcel.asIs("sent").receive()).isEqualTo(new Carried<>("sent", 0));
  }
}
