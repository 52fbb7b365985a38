package dev.keyhook.benchmarks;

import dev.keyhook.EventParser;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
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

/** Shadow updates up to the size limit. Their strings contain many escapes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BodySizeBenchmark {

  @Param({"1", "4", "16", "64", "256", "1024"})
  public int kilobytes;

  private final EventParser<SmartphoneKeyEvent> parser = SmartphoneKeyEvents.parser();
  private byte[] bytes;

  @Setup
  public void setUp() {
    bytes = Bodies.shadow(kilobytes << 10);
  }

  @Benchmark
  public SmartphoneKeyEvent keyhook() {
    return parser.parseUnverified(bytes);
  }

  @Benchmark
  public int tokenScan() throws IOException {
    return TokenScan.scan(bytes);
  }
}
