package dev.weft.sim.study;

import dev.weft.routing.BucketSnapshot;
import dev.weft.runtime.FanOut;
import dev.weft.sim.Lie;
import dev.weft.sim.SimEnvironment;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.SimNode;
import dev.weft.sim.study.Standing.Stage;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a study, from the first node on. Confined to the scheduler's thread. */
final class Course {

  private static final Logger LOG = LoggerFactory.getLogger(Course.class);
  private static final int IN_FLIGHT = 64;
  private static final int MOST_JOINING = 1_000;

  private final Study study;
  private final SimNetwork network;
  private final SimEnvironment world;
  private final Consumer<Standing> watcher;
  private final Population population = new Population();
  private final Remarks remarks;
  private final SplittableRandom random;
  private final Goods goods;
  private final Measuring measuring;
  private final Churn churn;
  private final Chronicle chronicle;
  private Duration measuredFrom = Duration.ZERO;

  Course(Study study, SimNetwork network, Consumer<Standing> watcher) {
    this.study = study;
    this.network = network;
    this.world = network.environment();
    this.watcher = watcher;
    this.remarks = new Remarks(world::elapsed);
    this.random = new SplittableRandom(world.random().nextLong());
    this.goods = new Goods(population, remarks, random.split());
    this.measuring = new Measuring(world, population, goods, remarks, random.split());
    this.churn = new Churn(network, population, random.split());
    this.chronicle = new Chronicle(network, measuring);
  }

  Findings run() throws InterruptedException {
    join();
    LOG.debug("{} nodes have joined", population.size());
    store();
    LOG.debug("{} items are stored", goods.size());
    measure();
    return findings(true);
  }

  private void tell(Stage stage, long done, long total) {
    watcher.accept(new Standing(stage, done, total, world.elapsed(), world.steps()));
  }

  private void join() throws InterruptedException {
    tell(Stage.JOIN, 0, study.nodes());
    while (population.size() < study.nodes()) {
      int there = population.size();
      network.grow(Math.min(study.nodes() - there, Math.clamp(there, 1, MOST_JOINING)));
      population.addAll(network.nodes().subList(there, network.nodes().size()));
      tell(Stage.JOIN, population.size(), study.nodes());
    }
  }

  private void store() throws InterruptedException {
    Agenda agenda = new Agenda(world, Duration.ZERO);
    for (int i = 0; i < study.items(); i++) {
      int number = i;
      agenda.add(
          Duration.ZERO,
          () -> {
            goods.store(number);
            tell(Stage.STORE, goods.tried(), study.items());
          });
    }
    try (FanOut fanOut = FanOut.open(world.threads("study"), () -> false)) {
      agenda.forkAll(fanOut, IN_FLIGHT);
      fanOut.join();
    }
    for (SimNode node : population.all().toList()) {
      node.dht().flush(Measuring.TIMEOUT);
    }
  }

  private void measure() throws InterruptedException {
    measuredFrom = world.elapsed();
    measuring.begin();
    population.measureLoad();
    begin(study.trouble());
    Agenda work = new Agenda(world, study.time());
    Agenda turns = new Agenda(world, study.time());
    Agenda clock = new Agenda(world, study.time());
    plan(work, study.gets(), measuring::get);
    plan(work, study.lookups(), measuring::lookup);
    churn.plan(turns, study.ends(), study.time());
    chronicle.begin(clock, study.time(), this::tellMeasuring);
    for (Partition partition : study.trouble().partitions()) {
      clock.add(partition.begin(), () -> cut(partition.share()));
      clock.add(partition.end(), network.faults()::heal);
    }
    try (FanOut fanOut = FanOut.open(world.threads("study"), () -> false)) {
      work.forkAll(fanOut, IN_FLIGHT);
      turns.forkAll(fanOut, IN_FLIGHT);
      clock.forkAll(fanOut, 1);
      fanOut.join();
    }
  }

  private void begin(Trouble trouble) {
    network.faults().loss(trouble.loss());
    List<SimNode> liars = population.some(trouble.liars(), random);
    List<Lie> lies = trouble.colluding() ? List.of(Lie.COLLUSION) : Lie.ALONE;
    for (int i = 0; i < liars.size(); i++) {
      liars.get(i).lie(lies.get(i % lies.size()));
    }
    population.sortOut();
  }

  private void cut(double share) {
    network.faults().partition(population.some(share, random));
  }

  private void plan(Agenda agenda, int count, Agenda.Task task) {
    for (int i = 0; i < count; i++) {
      Duration at =
          study.time().isZero()
              ? Duration.ZERO
              : Duration.ofNanos(random.nextLong(study.time().toNanos()));
      agenda.add(
          at,
          () -> {
            task.run();
            tellMeasuring();
          });
    }
  }

  private void tellMeasuring() {
    if (study.time().isZero()) {
      tell(Stage.MEASURE, measuring.done(), study.gets() + study.lookups());
    } else {
      tell(Stage.MEASURE, measured().toSeconds(), study.time().toSeconds());
    }
  }

  private Duration measured() {
    return world.elapsed().minus(measuredFrom);
  }

  /** What was found so far. */
  Findings findings(boolean complete) {
    return new Findings(
        study,
        complete,
        world.elapsed(),
        measured(),
        world.steps(),
        world.traceHash(),
        population.size(),
        churn.turnover(),
        new Findings.Items(goods.size(), goods.replicas()),
        measuring.getFindings(),
        measuring.lookupFindings(),
        network.traffic(),
        chronicle.traffic(),
        chronicle.intervals(),
        Sample.of(population.load().mapToDouble(Long::doubleValue)),
        Sample.of(population.all().mapToDouble(node -> node.dht().contacts())),
        Sample.of(population.all().mapToDouble(this::fullBuckets)),
        remarks.all());
  }

  private double fullBuckets(SimNode node) {
    List<BucketSnapshot> buckets = node.dht().routing().buckets();
    return buckets.stream().filter(bucket -> bucket.contacts().size() >= study.k()).count()
        / (double) buckets.size();
  }
}
