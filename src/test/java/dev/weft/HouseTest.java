package dev.weft;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * States the house: where each library is known, where sockets are, what is pure, and who
 * implements the seams. {@link TidyTest} says which package may know which.
 */
class HouseTest {

  /** Which of ours may know a library: whose names begin with one of these, behind dev.weft. */
  private static final Map<String, List<String>> LIBRARIES =
      new TreeMap<>(
          Map.of(
              "javax.jmdns..", List.of("lan.Jmdns"),
              "java.sql..", List.of("store."),
              "org.sqlite..", List.of("store."),
              "io.helidon..", List.of("gateway.Server", "gateway.Gateway"),
              "picocli..", List.of("cli."),
              "me.tongfei..", List.of("cli."),
              "io.micrometer..", List.of("metrics."),
              "org.junit..", List.of("sim.junit."),
              "org.bouncycastle..", List.of("item.", "drogulus.Rsa", "tls."),
              "tools.jackson.jr..", List.of("json.", "gateway.", "report.")));

  private static DescribedPredicate<JavaClass> ours(List<String> beginnings) {
    return describe(
        "are " + beginnings,
        type -> beginnings.stream().anyMatch(b -> type.getName().startsWith("dev.weft." + b)));
  }

  @Test
  void eachLibraryIsKnownInOnePlace() {
    LIBRARIES.forEach(
        (library, places) ->
            noClasses()
                .that(not(ours(places)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(TidyTest.CLASSES));
  }

  @Test
  void socketsAreWhereWiresAre() {
    noClasses()
        .that(not(ours(List.of("socket.", "drogulus.Ports", "gateway.Server", "cli.OwnAddress"))))
        .should()
        .dependOnClassesThat(
            describe(
                "are sockets or channels of the network",
                type ->
                    type.getName().matches("java\\.net\\.(Server|Datagram)?Socket")
                        || type.getName().matches("java\\.nio\\.channels\\..*Socket.*")))
        .check(TidyTest.CLASSES);
  }

  @Test
  void whatIsPureKnowsNoThreadNoLockAndNoClock() {
    noClasses()
        .that(
            ours(
                List.of(
                    "kademlia.",
                    "text.",
                    "netstring.",
                    "lookup.Shortlist",
                    "lookup.Peer",
                    "routing.RoutingTable",
                    "routing.Bucket",
                    "routing.Subtree")))
        .should()
        .dependOnClassesThat(
            describe(
                "are about threads, locks or time",
                type ->
                    type.getPackageName().startsWith("java.util.concurrent.locks")
                        || type.getPackageName().equals("dev.weft.runtime")
                        || List.of("java.lang.Thread", "java.time.Clock").contains(type.getName())))
        .check(TidyTest.CLASSES);
  }

  @Test
  void theSeamsAreImplementedWhereTheyAreSaidToBe() {
    implementedIn(Transport.class, "tcp", "drogulus", "sim..", "node");
    implementedIn(Environment.class, "runtime", "sim..");
    implementedIn(Promise.class, "runtime", "sim..");
  }

  private static void implementedIn(Class<?> seam, String... packages) {
    String[] full = Arrays.stream(packages).map(name -> "dev.weft." + name).toArray(String[]::new);
    classes().that().implement(seam).should(be(resideInAnyPackage(full))).check(TidyTest.CLASSES);
  }

  @Test
  void onlyTheActorsThreadHasARoutingTable() {
    classes()
        .that()
        .haveSimpleName("RoutingTable")
        .should()
        .onlyBeAccessed()
        .byClassesThat(
            ours(
                List.of(
                    "routing.RoutingTable",
                    "routing.RoutingLoop",
                    "routing.RoutingActor",
                    "routing.Pings")))
        .check(TidyTest.CLASSES);
    classes()
        .that()
        .haveSimpleName("RoutingLoop")
        .should()
        .onlyBeAccessed()
        .byClassesThat(
            describe(
                "are the actor or the loop",
                type ->
                    type.isEquivalentTo(RoutingActor.class)
                        || type.getName().startsWith("dev.weft.routing.RoutingLoop")))
        .check(TidyTest.CLASSES);
  }
}
