package dev.keyhook.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.keyhook.Event;
import dev.keyhook.EventParser;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.routing.EventRouter;
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

/** Parsing a body into a typed event, compared with Jackson on the same bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParseBenchmark {

  @Param({
    "residentAdded",
    "schlage",
    "shadow4k",
    "shadow100k",
    "detailFirst",
    "unknownType",
  })
  public String body;

  private byte[] bytes;
  private EventParser<? extends Event<?>> parser = SmartphoneKeyEvents.parser();
  private EventParser<? extends Event<?>> deferring;
  private ObjectReader records;

  @Setup
  public void setUp() {
    switch (body) {
      case "schlage" -> {
        bytes = Bodies.schlage();
        parser = SchlageHomeEvents.parser();
        records = Records.schlageReader();
      }
      case "shadow4k" -> shadow(4 << 10);
      case "shadow100k" -> shadow(100 << 10);
      case "detailFirst" -> {
        bytes = Bodies.detailFirst();
        records = Records.reader(Records.ResidentDetail.class);
      }
      case "unknownType" -> {
        bytes = Bodies.unknownType();
        records = Records.reader(Records.UnknownDetail.class);
      }
      default -> {
        bytes = Bodies.residentAdded();
        records = Records.reader(Records.ResidentDetail.class);
      }
    }
    deferring = router().parser();
  }

  private EventRouter<? extends Event<?>> router() {
    return body.equals("schlage")
        ? SchlageHomeEvents.router().otherwise(event -> {}).build()
        : SmartphoneKeyEvents.router().otherwise(event -> {}).build();
  }

  private void shadow(int size) {
    bytes = Bodies.shadow(size);
    records = Records.reader(Records.Shadow.class);
  }

  @Benchmark
  public Object keyhook() {
    return parser.parseUnverified(bytes);
  }

  /** Parses as a router does if the type has no handler. */
  @Benchmark
  public Object keyhookUnhandled() {
    return deferring.parseUnverified(bytes);
  }

  @Benchmark
  public int tokenScan() throws IOException {
    return TokenScan.scan(bytes);
  }

  @Benchmark
  public int tokenScanWithTexts() throws IOException {
    return TokenScan.scanWithTexts(bytes);
  }

  @Benchmark
  public JsonNode databindTree() throws IOException {
    return Records.MAPPER.readTree(bytes);
  }

  @Benchmark
  public Object databindRecords() throws IOException {
    return records.readValue(bytes);
  }
}
