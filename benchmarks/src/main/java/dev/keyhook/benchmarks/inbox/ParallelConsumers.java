package dev.keyhook.benchmarks.inbox;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Confluent's parallel consumer, in the order of keys. */
final class ParallelConsumers {

  private static final int THREADS = 64;

  private ParallelConsumers() {}

  static AutoCloseable start(
      Properties properties, String topic, String group, Consumer<Job> handler) {
    Properties settings = new Properties();
    settings.putAll(properties);
    settings.put("group.id", group);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    ParallelStreamProcessor<byte[], byte[]> processor =
        ParallelStreamProcessor.createEosStreamProcessor(
            ParallelConsumerOptions.<byte[], byte[]>builder()
                .ordering(ProcessingOrder.KEY)
                .maxConcurrency(THREADS)
                .consumer(
                    new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()))
                .build());
    processor.subscribe(List.of(topic));
    processor.poll(context -> handler.accept(Job.of(context.getSingleConsumerRecord().value())));
    return processor::closeDrainFirst;
  }
}
