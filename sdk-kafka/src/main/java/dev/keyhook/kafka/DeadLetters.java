package dev.keyhook.kafka;

import dev.keyhook.store.InboxUnavailableException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Keeps events that were given up in the dead-letter topic, with what is needed to replay them. */
final class DeadLetters {

  private final String topic;
  private final DurableProducer producer;

  DeadLetters(String topic, DurableProducer producer) {
    this.topic = topic;
    this.producer = producer;
  }

  /**
   * Stores a dead letter durably.
   *
   * @param errorType the class of the failure, no message: it may carry personal data
   * @throws InboxUnavailableException if it could not be stored
   */
  void add(ConsumerRecord<byte[], byte[]> given, int attempts, String errorType) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, null, given.key(), given.value(), given.headers());
    Headers headers = record.headers();
    for (String name : List.of(RecordHeaders.ATTEMPTS, RecordHeaders.ERROR_TYPE)) {
      headers.remove(name);
    }
    EntryRecord.add(headers, RecordHeaders.ATTEMPTS, String.valueOf(attempts));
    EntryRecord.add(headers, RecordHeaders.ERROR_TYPE, errorType);
    producer.send(List.of(record));
  }
}
