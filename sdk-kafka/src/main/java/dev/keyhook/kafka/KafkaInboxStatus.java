package dev.keyhook.kafka;

import dev.keyhook.routing.InboxListener.Backlog;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a group of workers is behind.
 *
 * @param backlog the waiting events and dead letters; its endpoint is the name of the topic,
 *     because the endpoint of a record is only known when it is read
 * @param lag how many events of each partition are not handled yet, by the number of the partition.
 *     Events that were handled while an earlier one is not are included
 */
public record KafkaInboxStatus(Backlog backlog, SortedMap<Integer, Long> lag) {

  /** Copies the map. */
  public KafkaInboxStatus {
    lag = Collections.unmodifiableSortedMap(new TreeMap<>(lag));
  }
}
