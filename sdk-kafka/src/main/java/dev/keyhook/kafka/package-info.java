/**
 * The durable inbox on Apache Kafka: deliveries are replicated before they are acknowledged, and
 * each is handled in the order of its lane, with retries, until it succeeds or becomes a dead
 * letter.
 */
@NullMarked
package dev.keyhook.kafka;

import org.jspecify.annotations.NullMarked;
