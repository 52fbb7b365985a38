package dev.keyhook.testkit;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Event;
import dev.keyhook.WebhookRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Simulates the sender of one vendor's webhooks: creates authentic, forged and damaged requests.
 *
 * <pre>{@code
 * SchlageHomeDeliveries sender = SchlageHomeDeliveries.withNewKey();
 * WebhookReceiver receiver =
 *     SchlageHomeWebhooks.receiver(sender.verifier()).handle(router).build();
 * byte[] body = SchlageHomeSamples.lockStateChanged();
 * assertThat(receiver.receive(sender.deliver(body)).status()).isEqualTo(204);
 * assertThat(receiver.receive(sender.tampered(body)).status()).isEqualTo(401);
 * }</pre>
 *
 * <p>Bodies are bytes: a sample, the {@code raw()} of an event that a builder made, or anything
 * else. A receiver handles each event id once, so the same body delivered twice is a duplicate; for
 * another event use another sample, or a builder with another {@code id}. {@link HttpSender} sends
 * these requests to a real server.
 *
 * <p>Each vendor's package has a subclass. Extend this class for another vendor; implementations
 * are safe for use by any number of threads. For tests only.
 */
public abstract class Deliveries {

  /** Twice the default limit of a receiver. */
  private static final int HUGE = 2 << 20;

  /** For subclasses. */
  protected Deliveries() {}

  /** Returns the verifier that accepts this sender only. */
  public abstract DeliveryVerifier verifier();

  /** Returns the headers of every delivery, authenticated or not. */
  protected abstract Map<String, String> headers();

  /**
   * Returns the headers that authenticate this sender and, where the vendor signs, this body.
   *
   * @param body what is delivered
   */
  protected abstract Map<String, String> credentials(byte[] body);

  /**
   * Returns headers of the same form as {@link #credentials}, made with another key or secret.
   *
   * @param body what is delivered
   */
  protected abstract Map<String, String> forgedCredentials(byte[] body);

  /** Returns an authentic delivery of a body. */
  public final WebhookRequest deliver(byte[] body) {
    return post(credentials(body), body);
  }

  /** Returns an authentic delivery of an event, such as one that a builder has made. */
  public final WebhookRequest deliver(Event<?> event) {
    return deliver(event.raw().toByteArray());
  }

  /**
   * Returns a delivery whose body was changed after the credentials were made: one digit differs,
   * so that JSON stays valid; or a space is added if there is no digit.
   */
  public final WebhookRequest tampered(byte[] body) {
    return post(credentials(body), changed(body));
  }

  /** Returns a delivery without credentials. */
  public final WebhookRequest unauthenticated(byte[] body) {
    return post(Map.of(), body);
  }

  /** Returns a delivery with well-formed but wrong credentials: of another key or secret. */
  public final WebhookRequest forged(byte[] body) {
    return post(forgedCredentials(body), body);
  }

  /** Returns a delivery with only the first half of the body. */
  public final WebhookRequest truncated(byte[] body) {
    return post(credentials(body), Arrays.copyOf(body, body.length / 2));
  }

  /** Returns an authentic delivery of 2 MiB: the body, followed by white space. */
  public final WebhookRequest huge(byte[] body) {
    byte[] padded = Arrays.copyOf(body, Math.max(HUGE, body.length));
    Arrays.fill(padded, body.length, padded.length, (byte) ' ');
    return deliver(padded);
  }

  /**
   * Returns several deliveries of one event, as from a sender that gets no response in time; each
   * has its own credentials.
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

  /** Returns authentic deliveries, followed by the same requests again, as in a replay attack. */
  public final List<WebhookRequest> replayed(byte[]... bodies) {
    List<WebhookRequest> deliveries = delivered(bodies);
    deliveries.addAll(List.copyOf(deliveries));
    return List.copyOf(deliveries);
  }

  /** Returns authentic deliveries in reverse order. */
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

  private WebhookRequest post(Map<String, String> credentials, byte[] body) {
    WebhookRequest.Builder request = WebhookRequest.builder("POST").body(body);
    headers().forEach(request::header);
    credentials.forEach(request::header);
    return request.build();
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
