package dev.weft.bench.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class FutureTest {

  private final List<String> called = new ArrayList<>();
  private final Future<String> future = new Future<>();

  @Test
  void callbacksAreCalledInTheirOrderWhenItIsDoneAndAtOnceFromThenOn() {
    future.addDoneCallback(done -> called.add("first " + done.result()));
    future.addDoneCallback(_ -> called.add("second"));
    future.addDoneCallback(_ -> called.add("third"));
    assertThat(called).isEmpty();
    assertThat(future.setResult("value")).isTrue();
    future.addDoneCallback(_ -> called.add("late"));
    assertThat(called).containsExactly("first value", "second", "third", "late");
  }

  @Test
  void onlyTheFirstEndCounts() {
    assertThat(future.setResult("value")).isTrue();
    assertThat(future.setResult("other")).isFalse();
    assertThat(future.setException(new AssertionError())).isFalse();
    assertThat(future.cancel()).isFalse();
    assertThat(future.result()).isEqualTo("value");
    assertThat(future.exception()).isNull();
  }

  @Test
  void aFailureIsKeptAsItIs() {
    var failure = new IllegalArgumentException();
    assertThat(future.setException(failure)).isTrue();
    assertThat(future.exception()).isSameAs(failure);
    assertThatThrownBy(future::result).hasCause(failure);
  }

  @Test
  void cancelCallsThoseWhoWaitAndThereIsNoResult() {
    future.addDoneCallback(done -> called.add("cancelled " + done.isCancelled()));
    assertThatThrownBy(future::result).isInstanceOf(IllegalStateException.class);
    assertThat(future.cancel()).isTrue();
    assertThat(called).containsExactly("cancelled true");
    assertThatThrownBy(future::result).isInstanceOf(CancellationException.class);
  }
}
