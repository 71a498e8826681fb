package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.store.ItemStore;
import dev.weft.store.PutOutcome;
import dev.weft.store.RenewalBook;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchedStoreTest extends NodeFixture {

  private final List<Key> told = new ArrayList<>();
  private final NamedItem item = world.named(world.identity(), "name", 1);

  @Test
  void onlyANewVersionIsToldOf() throws InterruptedException {
    ItemStore store = mock();
    var watched = new WatchedStore(store, told::add);
    for (PutOutcome outcome :
        List.of(
            new PutOutcome.Renewed(),
            new PutOutcome.Unchanged(),
            new PutOutcome.Stale(item),
            new PutOutcome.Expired(),
            new PutOutcome.Full("no room"))) {
      when(store.put(item, Duration.ZERO)).thenReturn(outcome);
      assertThat(watched.put(item)).isEqualTo(outcome);
      assertThat(told).as("%s", outcome).isEmpty();
    }
    when(store.put(item, Duration.ZERO)).thenReturn(new PutOutcome.Stored());
    assertThat(watched.put(item)).isEqualTo(new PutOutcome.Stored());
    assertThat(told).containsExactly(item.key());
  }

  @Test
  void allElseIsDoneByTheStoreBeneath() throws ReflectiveOperationException {
    Map<Class<?>, Object> samples = new HashMap<>();
    samples.put(Item.class, item);
    samples.put(Key.class, item.key());
    samples.put(Duration.class, World.HOUR);
    samples.put(int.class, 7);
    samples.put(long.class, 8L);
    samples.put(boolean.class, true);
    samples.put(List.class, List.of(item));
    samples.put(Optional.class, Optional.of(item));
    samples.put(RenewalBook.class, world.book());
    samples.put(PutOutcome.class, new PutOutcome.Renewed());
    List<String> called = new ArrayList<>();
    ItemStore store =
        mock(
            ItemStore.class,
            call -> {
              called.add(call.getMethod().getName());
              return samples.get(call.getMethod().getReturnType());
            });
    var watched = new WatchedStore(store, told::add);
    for (Method method : ItemStore.class.getMethods()) {
      called.clear();
      Object[] given = Arrays.stream(method.getParameterTypes()).map(samples::get).toArray();
      assertThat(given).as("%s", method).doesNotContainNull();
      assertThat(method.invoke(watched, given))
          .as("%s", method)
          .isSameAs(samples.get(method.getReturnType()));
      assertThat(called).containsExactly(method.getName());
    }
    assertThat(told).isEmpty();
  }
}
