package dev.weft.sim.junit;

import dev.weft.Dht;
import dev.weft.sim.Latency;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.SimNode;
import dev.weft.sim.SimOptions;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link SimulatedNetwork} does. Stateless: a test's network and seed are in JUnit's store for
 * that test, which the thread that runs the test uses alone.
 */
final class SimulatedNetworkExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver, InvocationInterceptor {

  private static final Namespace OURS = Namespace.create(SimulatedNetworkExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    SimulatedNetwork wanted = annotation(context);
    Replay replay = Replay.of(context, wanted.seed());
    store(context).put(Replay.class, replay);
    SimOptions options =
        SimOptions.of(replay.seed(), wanted.nodes())
            .withLatency(Latency.parse(wanted.latency()))
            .withLoss(wanted.loss());
    store(context).put(SimNetwork.class, SimNetwork.open(options));
  }

  /** The method's, or else the class's, or else that of the innermost class around it. */
  private static SimulatedNetwork annotation(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getTestMethod(), SimulatedNetwork.class)
        .or(
            () ->
                AnnotationSupport.findAnnotation(
                    context.getRequiredTestClass(),
                    SimulatedNetwork.class,
                    context.getEnclosingTestClasses()))
        .orElseThrow();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Replay replay = Objects.requireNonNull(store(context).get(Replay.class, Replay.class));
    context.getExecutionException().ifPresent(replay::tell);
    SimNetwork network = store(context).remove(SimNetwork.class, SimNetwork.class);
    if (network != null) {
      try {
        network.close();
      } catch (Throwable e) {
        replay.tell(e);
        throw e;
      }
    }
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(OURS);
  }

  private static SimNetwork network(ExtensionContext context) {
    return Objects.requireNonNull(store(context).get(SimNetwork.class, SimNetwork.class));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Parameter wanted = parameter.getParameter();
    return store(context).get(SimNetwork.class) != null
        && (wanted.getType() == SimNetwork.class
            || isOfOneNode(wanted)
            || isListOfAll(wanted.getParameterizedType()));
  }

  private static boolean isOfOneNode(Parameter wanted) {
    return wanted.getType() == SimNode.class || wanted.getType() == Dht.class;
  }

  private static boolean isListOfAll(Type wanted) {
    return wanted instanceof ParameterizedType list
        && list.getRawType() == List.class
        && list.getActualTypeArguments()[0] == Dht.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    SimNetwork network = network(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == SimNetwork.class) {
      return network;
    }
    if (type == List.class) {
      return network.nodes().stream().map(SimNode::dht).toList();
    }
    SimNode node = node(network, parameter);
    return type == Dht.class ? node.dht() : node;
  }

  private static SimNode node(SimNetwork network, ParameterContext parameter) {
    Parameter[] all = parameter.getDeclaringExecutable().getParameters();
    long before =
        Arrays.stream(all)
            .limit(parameter.getIndex())
            .filter(SimulatedNetworkExtension::isOfOneNode)
            .count();
    if (before >= network.nodes().size()) {
      throw new ParameterResolutionException(
          "each parameter is another node, and the simulated network has only "
              + network.nodes().size());
    }
    return network.nodes().get((int) before);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<Void> method, ReflectiveInvocationContext<Method> what, ExtensionContext context)
      throws Throwable {
    network(context).run(method::proceed);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> method, ReflectiveInvocationContext<Method> what, ExtensionContext context)
      throws Throwable {
    network(context).run(method::proceed);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> method, ReflectiveInvocationContext<Method> what, ExtensionContext context)
      throws Throwable {
    network(context).run(method::proceed);
  }

  @Override
  public <T> T interceptTestFactoryMethod(
      Invocation<T> method, ReflectiveInvocationContext<Method> what, ExtensionContext context)
      throws Throwable {
    return network(context).call(method::proceed);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> test, DynamicTestInvocationContext what, ExtensionContext context)
      throws Throwable {
    try {
      network(context).run(test::proceed);
    } catch (Throwable e) {
      Objects.requireNonNull(store(context).get(Replay.class, Replay.class)).tell(e);
      throw e;
    }
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<Void> method, ReflectiveInvocationContext<Method> what, ExtensionContext context)
      throws Throwable {
    network(context).run(method::proceed);
  }
}
