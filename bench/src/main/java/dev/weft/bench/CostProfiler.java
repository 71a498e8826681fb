package dev.weft.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Tells of each iteration how much processor time an operation took, of all threads of the process
 * (those of the collector and the compiler among them), and how long operations took, where the
 * benchmark notes that in {@link Latencies#OF_THIS_JVM}. Used by JMH, which calls it on one thread.
 */
public final class CostProfiler implements InternalProfiler {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private long before;

  /** For JMH, which makes it by name. */
  public CostProfiler() {}

  @Override
  public String getDescription() {
    return "Processor time and latency of each operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    Latencies.OF_THIS_JVM.clear();
    before = SYSTEM.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long spent = SYSTEM.getProcessCpuTime() - before;
    List<Result<?>> results = new ArrayList<>();
    long operations = result.getMetadata().getAllOps();
    if (operations > 0) {
      results.add(average("cpu.norm", spent / 1e3 / operations));
    }
    Latencies latencies = Latencies.OF_THIS_JVM;
    if (latencies.count() > 0) {
      results.add(average("latency.p50", latencies.quantile(0.5) / 1e3));
      results.add(average("latency.p99", latencies.quantile(0.99) / 1e3));
      results.add(average("latency.p99.9", latencies.quantile(0.999) / 1e3));
    }
    return results;
  }

  private static ScalarResult average(String name, double micros) {
    return new ScalarResult(name, micros, "us/op", AggregationPolicy.AVG);
  }
}
