package dev.weft.gateway;

import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import dev.weft.Dht;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import java.util.List;

/** A node whose lookups have three lanes, none of which is ever answered. */
record SlowDht(Dht real, Environment environment) {

  Dht dht() throws InterruptedException {
    Dht slow = mock(Dht.class, delegatesTo(real));
    doAnswer(
            _ ->
                FanOut.map(
                    environment.threads("slow-lane"),
                    List.of(1, 2, 3),
                    _ -> environment.promise().await()))
        .when(slow)
        .lookup(any(), any(), any());
    return slow;
  }
}
