package dev.keyhook.subscriptions.smartphonekey;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.internal.ApiCall;
import dev.keyhook.subscriptions.internal.CallbackUrl;
import dev.keyhook.subscriptions.internal.HttpApi;
import dev.keyhook.subscriptions.internal.Json;
import dev.keyhook.subscriptions.internal.Pages;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The webhooks of one tenant, from {@link SmartphoneKeyAdmin#webhooks(String)}. There may be
 * several.
 *
 * <p>All methods throw {@link ApiException} if the vendor refuses, and {@link TransportException}
 * if no usable response arrives. Thread-safe.
 */
public final class AdminWebhooks {

  private static final String OPERATION = "SmartphoneKeyAdmin.webhooks.";

  private final HttpApi api;
  private final String orgId;
  private final boolean httpCallbacks;

  AdminWebhooks(HttpApi api, String orgId, boolean httpCallbacks) {
    this.api = api;
    this.orgId = orgId;
    this.httpCallbacks = httpCallbacks;
  }

  /**
   * Creates a webhook and returns it.
   *
   * <p>The vendor's response has no id of the webhook, so the webhooks are listed afterwards. If
   * the new one is not listed yet, or the list fails, the returned value has only what was sent,
   * and its {@code id()} throws {@link dev.keyhook.MissingFieldException}. Whether a new webhook is
   * {@code active} at once or {@code pending} at first is contradictory in the vendor's pages.
   *
   * @param url where to deliver: HTTPS, or in {@link SmartphoneKeyEnvironment#DEV} HTTP as well
   * @param events what to deliver
   * @throws IllegalArgumentException if the URL is not allowed
   * @throws ApiException if the vendor refuses, for example an unknown event name
   * @throws TransportException if no usable response arrives
   */
  public SmartphoneKeyWebhook create(URI url, EventSelection events) {
    return create(url, events, Map.of());
  }

  /**
   * Creates a webhook with a secret, see {@link #create(URI, EventSelection)}.
   *
   * <p>What the vendor uses the secret for is not documented: deliveries carry no signature.
   *
   * @throws IllegalArgumentException if the URL is not allowed
   * @throws ApiException if the vendor refuses
   * @throws TransportException if no usable response arrives
   */
  public SmartphoneKeyWebhook create(URI url, EventSelection events, Secret secret) {
    return create(url, events, Map.of("secret", Objects.requireNonNull(secret, "secret")));
  }

  private SmartphoneKeyWebhook create(URI url, EventSelection events, Map<String, Secret> more) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("url", CallbackUrl.require(url, httpCallbacks));
    members.put("events", events.wire());
    members.putAll(more);
    Json response = api.run(call("create", "POST").json(members));
    return listed(url, events)
        .orElseGet(
            () ->
                new SmartphoneKeyWebhook(
                    response.with("url", url.toString()).with("events", events.wire())));
  }

  /** Looks for a webhook that was just created; the newest one wins. */
  private Optional<SmartphoneKeyWebhook> listed(URI url, EventSelection events) {
    try {
      return list().stream()
          .filter(webhook -> webhook.delivers(url) && webhook.events().equals(events))
          .reduce((older, newer) -> isNewer(older, newer) ? older : newer);
    } catch (ApiException | TransportException e) {
      return Optional.empty(); // it was created, and that must not look like a failure
    }
  }

  private static boolean isNewer(SmartphoneKeyWebhook one, SmartphoneKeyWebhook other) {
    return one.createdAt().flatMap(time -> other.createdAt().map(time::isAfter)).orElse(false);
  }

  /**
   * Returns the webhook with an id, if the tenant has one. The vendor has no operation for it, so
   * the list is read until it is found.
   *
   * @throws ApiException if the vendor refuses
   * @throws TransportException if no usable response arrives
   */
  public Optional<SmartphoneKeyWebhook> get(String webhookId) {
    Objects.requireNonNull(webhookId, "webhookId");
    return stream().filter(webhook -> webhook.hasId(webhookId)).findFirst();
  }

  /**
   * Returns all webhooks, read within one budget.
   *
   * <p>The names of the paging parameters are not documented; {@code limit} and {@code offset} of
   * the response are sent back. Pages that contradict each other are a {@link TransportException},
   * never a partial list.
   *
   * @throws ApiException if the vendor refuses
   * @throws TransportException if no usable response arrives, or there are more than 10,000
   */
  public List<SmartphoneKeyWebhook> list() {
    return pages("list").all();
  }

  /**
   * Returns the webhooks one after another; each page is read when it is needed, within a budget of
   * its own. The stream throws what {@link #list()} throws.
   */
  public Stream<SmartphoneKeyWebhook> stream() {
    return pages("stream").stream();
  }

  private Pages<SmartphoneKeyWebhook> pages(String method) {
    return new Pages<>(api, call(method, "GET"), "webhooks", SmartphoneKeyWebhook::new);
  }

  /**
   * Changes a webhook. A new URL makes it {@link WebhookStatus#PENDING}.
   *
   * @throws IllegalArgumentException if a new URL is not allowed
   * @throws ApiException if the vendor refuses
   * @throws TransportException if no usable response arrives
   */
  public void update(String webhookId, WebhookChange change) {
    api.run(call("update", "PUT", webhookId).json(change.members(httpCallbacks)));
  }

  /**
   * Deletes a webhook.
   *
   * <p>If the response to an attempt was lost and the next one finds nothing, the webhook counts as
   * deleted.
   *
   * @throws ApiException if the vendor refuses: 404 if there is no such webhook
   * @throws TransportException if no usable response arrives
   */
  public void delete(String webhookId) {
    api.run(call("delete", "DELETE", webhookId));
  }

  private ApiCall call(String method, String verb) {
    return ApiCall.of(OPERATION + method, verb, "tenants", orgId, "webhooks");
  }

  private ApiCall call(String method, String verb, String webhookId) {
    return ApiCall.of(OPERATION + method, verb, "tenants", orgId, "webhooks", webhookId);
  }

  /** Prints no credentials. */
  @Override
  public String toString() {
    return "AdminWebhooks[" + orgId + "]";
  }
}
