/**
 * The durable inbox on Apache Kafka: stores deliveries in a replicated topic before they are
 * acknowledged, handles them later.
 */
@SuppressWarnings("requires-automatic") // kafka-clients has no module descriptor
module dev.keyhook.kafka {
  requires transitive dev.keyhook;
  requires transitive org.jspecify;
  requires kafka.clients;

  exports dev.keyhook.kafka;
}
