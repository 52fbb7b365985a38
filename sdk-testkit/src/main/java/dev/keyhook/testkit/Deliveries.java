package dev.keyhook.testkit;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Event;
import dev.keyhook.WebhookRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays the sender of one vendor's webhooks: makes requests as the vendor sends them, and as
 * forgers and bad lines do.
 *
 * <pre>{@code
 * SchlageHomeDeliveries sender = SchlageHomeDeliveries.withNewKey();
 * WebhookReceiver receiver = SchlageHomeWebhooks.receiver(sender.verifier())...build();
 * byte[] body = SchlageHomeSamples.lockStateChanged();
 * assertThat(receiver.receive(sender.deliver(body)).status()).isEqualTo(204);
 * assertThat(receiver.receive(sender.tampered(body)).status()).isEqualTo(401);
 * }</pre>
 *
 * <p>Bodies are bytes: a sample, the {@code raw()} of an event that a builder made, or anything
 * else. A receiver runs its handler once for each event id, so the same body delivered twice is a
 * duplicate; for another event take another sample, or a builder with an {@code id} of your own.
 * {@link HttpSender} sends what this makes to a real server.
 *
 * <p>Each vendor's package has one. Extend it for a vendor of your own; implementations are safe
 * for use by any number of threads. For tests only.
 */
public abstract class Deliveries {

  /** Twice what a receiver takes unless told otherwise. */
  private static final int HUGE = 2 << 20;

  /** For subclasses. */
  protected Deliveries() {}

  /** Returns the verifier that accepts this sender, and no other. */
  public abstract DeliveryVerifier verifier();

  /** Returns the headers that stand on every delivery, proven or not. */
  protected abstract Map<String, String> headers();

  /** Returns the headers that prove this sender and, where the vendor signs, this body. */
  protected abstract Map<String, String> proof(byte[] body);

  /** Returns headers of the same form as {@link #proof}, made by somebody else. */
  protected abstract Map<String, String> strangersProof(byte[] body);

  /** Returns a genuine delivery of a body. */
  public final WebhookRequest deliver(byte[] body) {
    return post(proof(body), body);
  }

  /** Returns a genuine delivery of an event, such as one that a builder has made. */
  public final WebhookRequest deliver(Event<?> event) {
    return deliver(event.raw().toByteArray());
  }

  /**
   * Returns a delivery whose body was changed after the sender had made the proof: one digit is
   * another, so that JSON remains JSON; or a space is added if there is no digit.
   */
  public final WebhookRequest tampered(byte[] body) {
    return post(proof(body), changed(body));
  }

  /** Returns a delivery without any proof. */
  public final WebhookRequest unsigned(byte[] body) {
    return post(Map.of(), body);
  }

  /** Returns a delivery with the proof of a stranger: another key, another secret. */
  public final WebhookRequest byStranger(byte[] body) {
    return post(strangersProof(body), body);
  }

  /** Returns a delivery of which only the first half of the body arrives. */
  public final WebhookRequest truncated(byte[] body) {
    return post(proof(body), Arrays.copyOf(body, body.length / 2));
  }

  /** Returns a genuine delivery of 2 MiB: the body, and white space after it. */
  public final WebhookRequest huge(byte[] body) {
    byte[] padded = Arrays.copyOf(body, Math.max(HUGE, body.length));
    Arrays.fill(padded, body.length, padded.length, (byte) ' ');
    return deliver(padded);
  }

  /**
   * Returns deliveries of one event that is sent again and again, as by a vendor who hears no
   * answer; a proof is made for each.
   *
   * @param times how many, at least one
   */
  public final List<WebhookRequest> burst(byte[] body, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1, but was " + times);
    }
    List<WebhookRequest> deliveries = new ArrayList<>(times);
    for (int i = 0; i < times; i++) {
      deliveries.add(deliver(body));
    }
    return List.copyOf(deliveries);
  }

  /**
   * Returns genuine deliveries, and then the very same requests once more, as somebody sends them
   * who has listened.
   */
  public final List<WebhookRequest> replayed(byte[]... bodies) {
    List<WebhookRequest> deliveries = delivered(bodies);
    deliveries.addAll(List.copyOf(deliveries));
    return List.copyOf(deliveries);
  }

  /** Returns genuine deliveries in the wrong order: the last body comes first. */
  public final List<WebhookRequest> reordered(byte[]... bodies) {
    List<WebhookRequest> deliveries = delivered(bodies);
    Collections.reverse(deliveries);
    return List.copyOf(deliveries);
  }

  private List<WebhookRequest> delivered(byte[]... bodies) {
    List<WebhookRequest> deliveries = new ArrayList<>();
    for (byte[] body : bodies) {
      deliveries.add(deliver(body));
    }
    return deliveries;
  }

  private WebhookRequest post(Map<String, String> proof, byte[] body) {
    Map<String, List<String>> all = new HashMap<>();
    headers().forEach((name, value) -> all.put(name, List.of(value)));
    proof.forEach((name, value) -> all.put(name, List.of(value)));
    return WebhookRequest.of("POST", all, body);
  }

  private static byte[] changed(byte[] body) {
    byte[] other = body.clone();
    for (int i = other.length - 1; i >= 0; i--) {
      if (other[i] >= '0' && other[i] <= '9') {
        other[i] = (byte) (other[i] == '9' ? '8' : other[i] + 1);
        return other;
      }
    }
    other = Arrays.copyOf(body, body.length + 1);
    other[body.length] = ' ';
    return other;
  }
}
