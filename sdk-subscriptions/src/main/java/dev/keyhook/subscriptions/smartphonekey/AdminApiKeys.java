package dev.keyhook.subscriptions.smartphonekey;

import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.internal.ApiCall;
import dev.keyhook.subscriptions.internal.HttpApi;

/** The API keys of partners, from {@link SmartphoneKeyAdmin#apiKeys()}. Thread-safe. */
public final class AdminApiKeys {

  private final HttpApi api;

  AdminApiKeys(HttpApi api) {
    this.api = api;
  }

  /**
   * Creates a partner's API key and returns it.
   *
   * <p>The key is shown only in this response. If the call ends with a {@link TransportException}
   * that says it may have happened, the key may exist and be lost; then the vendor responds with
   * 409 until it is revoked.
   *
   * @throws IllegalStateException if the request has no name
   * @throws ApiException if the vendor refuses: 404 if the tenant is not registered, 409 if there
   *     is an active key, since there is one for each organisation
   * @throws TransportException if no usable response arrives
   */
  public NewApiKey create(ApiKeyRequest request) {
    return new NewApiKey(
        api.call(
            ApiCall.of("SmartphoneKeyAdmin.apiKeys.create", "POST", "api-keys")
                .json(request.members())));
  }
}
