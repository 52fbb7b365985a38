package dev.keyhook.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.benchmarks.first.Closure;
import dev.keyhook.benchmarks.first.FirstEvents;
import dev.keyhook.benchmarks.growth.StoreGrowth;
import dev.keyhook.benchmarks.growth.ThreadGrowth;
import dev.keyhook.benchmarks.http.HttpRace;
import dev.keyhook.benchmarks.http.Load;
import dev.keyhook.benchmarks.http.Server;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark once, to ensure that all of them run. The numbers are meaningless. */
class SmokeTest {

  @Test
  void runsEveryBenchmarkOnce() throws RunnerException {
    Options once =
        new OptionsBuilder()
            .include("dev\\.keyhook\\.benchmarks\\..*")
            .param("provider", Signatures.providers())
            .mode(Mode.SingleShotTime)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .addProfiler(CpuTime.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(once).run();
    assertThat(results).hasSizeGreaterThan(70);
  }

  @Test
  void measuresEventsOfOneSize() {
    int ours = Bodies.residentAdded().length;
    assertThat(ours).isEqualTo(581);
    assertThat(Bodies.detailFirst()).hasSize(ours);
    assertThat(Bodies.unknownType()).hasSize(ours);
    List<byte[]> others =
        List.of(
            Bodies.adyen("coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0="),
            Bodies.cloudEvent(),
            Bodies.line(),
            Bodies.stripe());
    assertThat(others.stream().map(other -> other.length))
        .allSatisfy(size -> assertThat(size).isBetween(570, 592));
    for (int kilobytes : Report.SIZES) {
      assertThat(Bodies.shadow(kilobytes << 10)).hasSize(kilobytes << 10);
    }
  }

  @Test
  void measuresEventsThatHaveNothingUnusual() {
    for (byte[] body :
        List.of(Bodies.residentAdded(), Bodies.detailFirst(), Bodies.shadow(4 << 10))) {
      SmartphoneKeyEvent event = SmartphoneKeyEvents.parser().parseUnverified(body);
      assertThat(event.isRecognized()).isTrue();
      assertThat(event.deviations()).isEmpty();
    }
    assertThat(SchlageHomeEvents.parser().parseUnverified(Bodies.schlage()).deviations()).isEmpty();
    assertThat(SmartphoneKeyEvents.parser().parseUnverified(Bodies.unknownType()).isRecognized())
        .isFalse();
  }

  @Test
  void countsTheDependenciesOfALibrary() {
    assertThat(Closure.of("dev.keyhook:keyhook-webhooks").dependencies()).isEqualTo(3);
    assertThat(Closure.of("com.fasterxml.jackson.datatype:jackson-datatype-jsr310").dependencies())
        .isEqualTo(3);
  }

  @Test
  void runsEachProgramToItsFirstEvent(@TempDir Path folder) throws Exception {
    FirstEvents race = new FirstEvents(folder);
    List<String> options = List.of("-XX:TieredStopAtLevel=1");
    List<FirstEvents.Contestant> contestants = Contestants.of(Suite.closures());
    for (FirstEvents.Contestant one : contestants) {
      race.run(one, options); // throws unless the program prints what it read
    }
    FirstEvents.Contestant first = contestants.get(0);
    FirstEvents.Contestant silent =
        new FirstEvents.Contestant(
            first.name(),
            first.program(),
            first.classPath(),
            first.body(),
            first.header(),
            first.secret(),
            "what it does not print");
    assertThatIllegalStateException().isThrownBy(() -> race.run(silent, options));
  }

  @Test
  void deliversOverHttp() throws Exception {
    try (Server server = new Server()) {
      for (String path : HttpRace.PATHS) {
        Load.deliver(server.port(), path, 2, 100); // throws if a response is not 2xx
      }
      assertThatThrownBy(() -> Load.deliver(server.port(), "/unknown", 1, 100))
          .hasRootCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void measuresGrowthWithFewIdsAndThreads() throws Exception {
    assertThat(StoreGrowth.measure(1000).split(" ")).hasSize(5);
    assertThat(ThreadGrowth.measure(2, 50, false).split(" ")).hasSize(3);
  }
}
