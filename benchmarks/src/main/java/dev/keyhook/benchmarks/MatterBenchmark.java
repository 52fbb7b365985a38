package dev.keyhook.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.RawJson;
import dev.keyhook.events.smartphonekey.matter.MatterState;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Reading a reported state, compared with a token scan of the same text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatterBenchmark {

  /** The state of a lock, and states of 4 KiB and 100 KiB. */
  @Param({"lock", "state4k", "state100k"})
  public String state;

  private RawJson text;
  private byte[] bytes;

  @Setup
  public void setUp() {
    bytes =
        switch (state) {
          case "lock" -> Bodies.lockState();
          case "state4k" -> Bodies.matterState(4 << 10);
          default -> Bodies.matterState(100 << 10);
        };
    text = RawJson.of(new String(bytes, UTF_8));
  }

  @Benchmark
  public MatterState keyhook() {
    return MatterState.of(text);
  }

  /** The values that most programs read of a lock. */
  @Benchmark
  public void keyhookAsked(Blackhole result) {
    MatterState lock = MatterState.of(text);
    result.consume(lock.lockState());
    result.consume(lock.doorState());
    result.consume(lock.batteryPercent());
  }

  @Benchmark
  public int tokenScan() throws IOException {
    return TokenScan.scan(bytes);
  }
}
