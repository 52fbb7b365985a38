package dev.keyhook.subscriptions.smartphonekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportSettings;
import java.net.URI;

/** One operation for each HTTP method. */
enum Operation {
  GET(true),
  PUT(true),
  DELETE(true),
  POST(false),
  PATCH(false);

  private final boolean retryable;

  Operation(boolean retryable) {
    this.retryable = retryable;
  }

  void call(SmartphoneKeyAdmin admin, SmartphoneKeySubscriptions partner) {
    switch (this) {
      case GET -> admin.webhooks("acme").list();
      case PUT -> admin.webhooks("acme").update("w1", WebhookChange.url(CALLBACK));
      case DELETE -> admin.webhooks("acme").delete("w1");
      case POST -> admin.webhooks("acme").create(CALLBACK, EventSelection.everything());
      case PATCH -> partner.changeUrl("w1", CALLBACK);
    }
  }

  int requests(int ifRetryable) {
    return retryable ? ifRetryable : 1;
  }

  static final URI CALLBACK = URI.create("https://hooks.example.com/spk");

  /** Calls an API with new clients. */
  void call(URI baseUrl, TransportSettings settings) {
    try (SmartphoneKeyAdmin admin = admin(baseUrl, settings);
        SmartphoneKeySubscriptions partner =
            SmartphoneKeySubscriptions.builder()
                .baseUrl(baseUrl)
                .apiKey(() -> Secret.of("partner-key"))
                .transport(settings)
                .build()) {
      call(admin, partner);
    }
  }

  /** Returns the failure of a call that gets no usable response. */
  TransportException failure(URI baseUrl, TransportSettings settings) {
    TransportException error =
        catchThrowableOfType(TransportException.class, () -> call(baseUrl, settings));
    assertThat(error).isNotNull();
    return error;
  }

  static SmartphoneKeyAdmin admin(URI baseUrl, TransportSettings settings) {
    return SmartphoneKeyAdmin.builder()
        .baseUrl(baseUrl)
        .adminKey(() -> Secret.of("admin-key"))
        .token(() -> Secret.of("admin-token"))
        .transport(settings)
        .build();
  }
}
