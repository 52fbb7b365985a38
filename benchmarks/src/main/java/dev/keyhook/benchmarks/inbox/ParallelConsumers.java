package dev.keyhook.benchmarks.inbox;

import dev.keyhook.benchmarks.Child;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Confluent's parallel consumer in the order of keys. It calls a constructor that kafka-clients 4
 * does not have, so it runs with kafka-clients 3.9 in a process of its own.
 */
public final class ParallelConsumers {

  private ParallelConsumers() {}

  /** Starts the process. */
  static Child start(String bootstrapServers, int lanes, int events)
      throws IOException, URISyntaxException {
    Path classes =
        Path.of(
            ParallelConsumers.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String olderClient = classes.resolveSibling("rivals").resolve("kafka-clients.jar").toString();
    String classPath =
        Stream.concat(
                Stream.of(olderClient),
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)))
            .collect(Collectors.joining(File.pathSeparator));
    return new Child(
        classPath,
        Map.of(),
        List.of("-Xmx1g"),
        ParallelConsumers.class,
        bootstrapServers,
        String.valueOf(lanes),
        String.valueOf(events));
  }

  /** Handles the backlog in the process; returns events per second. */
  static double run(Child process) {
    return Double.parseDouble(process.ask("run"));
  }

  /**
   * What the process runs: drains the backlog for each line of its input.
   *
   * @param args bootstrap servers, number of lanes, number of events
   */
  public static void main(String[] args) throws Exception {
    int lanes = Integer.parseInt(args[1]);
    KeyedDrain drain = new KeyedDrain(lanes, Integer.parseInt(args[2]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      System.out.println(
          drain.run((group, handler) -> start(args[0], lanes, group, handler)).perSecond());
    }
  }

  private static AutoCloseable start(
      String bootstrapServers, int threads, String group, Consumer<Job> handler) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("group.id", group);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    ParallelStreamProcessor<byte[], byte[]> processor =
        ParallelStreamProcessor.createEosStreamProcessor(
            ParallelConsumerOptions.<byte[], byte[]>builder()
                .ordering(ProcessingOrder.KEY)
                .maxConcurrency(threads)
                .consumer(
                    new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()))
                .build());
    processor.subscribe(List.of(KeyedDrain.TOPIC));
    processor.poll(context -> handler.accept(Job.of(context.getSingleConsumerRecord().value())));
    return processor::closeDrainFirst;
  }
}
