package dev.keyhook.testkit.smartphonekey;

import dev.keyhook.Secret;
import dev.keyhook.testkit.internal.FakeResponse;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of a fake, their keys and webhooks, and the vendor's rules about them. Thread-safe.
 */
final class Tenants {

  private static final FakeResponse DONE = FakeResponse.of(200, Map.of("success", true));

  private final Map<String, Tenant> tenants = new LinkedHashMap<>();

  private static final class Tenant {
    private final String orgName;
    private @Nullable Secret key;
    private final Map<String, Map<String, Object>> webhooks = new LinkedHashMap<>();

    private Tenant(String orgName) {
      this.orgName = orgName;
    }
  }

  synchronized Secret partnerKey(String orgId) {
    Tenant tenant = tenants.computeIfAbsent(orgId, Tenant::new);
    if (tenant.key == null) {
      tenant.key = Tokens.random(40);
    }
    return tenant.key;
  }

  synchronized Secret rotateKey(String orgId) {
    Secret key = Tokens.random(40);
    tenants.computeIfAbsent(orgId, Tenant::new).key = key;
    return key;
  }

  synchronized String addWebhook(String orgId, String url, List<?> events) {
    String id = UUID.randomUUID().toString();
    Map<String, Object> webhook = new LinkedHashMap<>();
    webhook.put("id", id);
    webhook.put("url", url);
    webhook.put("events", List.copyOf(events));
    webhook.put("status", "active");
    webhook.put("createdAt", Instant.now().toString());
    tenants.computeIfAbsent(orgId, Tenant::new).webhooks.put(id, webhook);
    return id;
  }

  synchronized String status(String webhookId) {
    return String.valueOf(webhook(webhookId).get("status"));
  }

  synchronized void verified(String webhookId) {
    Map<String, Object> webhook = webhook(webhookId);
    webhook.put("status", "active");
    webhook.put("verifiedAt", Instant.now().toString());
  }

  synchronized void unverified(String webhookId) {
    Map<String, Object> webhook = webhook(webhookId);
    webhook.put("status", "pending");
    webhook.put("updatedAt", Instant.now().toString());
  }

  synchronized Set<String> deliveredTo(URI url) {
    Set<String> types = new TreeSet<>();
    for (Tenant tenant : tenants.values()) {
      for (Map<String, Object> webhook : tenant.webhooks.values()) {
        if ("active".equals(webhook.get("status"))
            && url.equals(URI.create(String.valueOf(webhook.get("url"))))
            && webhook.get("events") instanceof List<?> events) {
          events.forEach(event -> types.add(String.valueOf(event)));
        }
      }
    }
    return types;
  }

  private Map<String, Object> webhook(String id) {
    return tenants.values().stream()
        .map(tenant -> tenant.webhooks.get(id))
        .filter(webhook -> webhook != null)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no webhook " + id));
  }

  synchronized @Nullable String ownerOf(String key) {
    for (Map.Entry<String, Tenant> tenant : tenants.entrySet()) {
      if (tenant.getValue().key != null && tenant.getValue().key.reveal().equals(key)) {
        return tenant.getKey();
      }
    }
    return null;
  }

  synchronized FakeResponse register(String orgId, Map<String, @Nullable Object> body) {
    if (!(body.get("orgName") instanceof String orgName)
        || !(body.get("ownerEmail") instanceof String)) {
      return FakeResponse.error(400, "BadRequest", "orgName and ownerEmail are required");
    }
    tenants.computeIfAbsent(orgId, id -> new Tenant(orgName));
    return DONE;
  }

  synchronized FakeResponse createKey(Map<String, @Nullable Object> body) {
    Tenant tenant = body.get("orgId") instanceof String orgId ? tenants.get(orgId) : null;
    if (tenant == null) {
      return FakeResponse.error(404, "NotFound", "Tenant not registered");
    }
    if (tenant.key != null) {
      return FakeResponse.error(409, "Conflict", "The organization has an active API key");
    }
    Secret key = Tokens.random(40);
    tenant.key = key;
    Map<String, @Nullable Object> response = new LinkedHashMap<>();
    response.put("apiKey", key.reveal());
    response.put("orgId", body.get("orgId"));
    response.put("orgName", body.get("orgName"));
    response.put("createdAt", Instant.now().toString());
    response.put("createdBy", "fake@smartphonekey.com");
    response.put("expiresAt", body.get("expiresAt"));
    return FakeResponse.of(201, response);
  }

  synchronized FakeResponse create(
      String orgId, Map<String, @Nullable Object> body, boolean mayBeHttp) {
    if (!tenants.containsKey(orgId)) {
      return FakeResponse.error(404, "NotFound", "Tenant not registered");
    }
    FakeResponse objection = objection(body, mayBeHttp);
    if (objection != null) {
      return objection;
    }
    if (!(body.get("url") instanceof String url)
        || !(body.get("events") instanceof List<?> events)) {
      return FakeResponse.error(400, "BadRequest", "url and events are required");
    }
    addWebhook(orgId, url, events);
    return FakeResponse.of(201, Map.of("success", true, "aggregateId", orgId, "version", 1));
  }

  synchronized FakeResponse update(
      String orgId, String id, Map<String, @Nullable Object> body, boolean mayBeHttp) {
    Tenant tenant = tenants.get(orgId);
    Map<String, Object> webhook = tenant == null ? null : tenant.webhooks.get(id);
    if (webhook == null) {
      return FakeResponse.error(404, "NotFound", "There is no such webhook");
    }
    FakeResponse objection = objection(body, mayBeHttp);
    if (objection != null) {
      return objection;
    }
    if (body.keySet().stream().noneMatch(Set.of("url", "events", "secret")::contains)) {
      return FakeResponse.error(
          400, "BadRequest", "At least one of url, events, secret is required");
    }
    if (body.get("url") instanceof String url) {
      webhook.put("url", url);
      webhook.put("status", "pending");
    }
    if (body.get("events") instanceof List<?> events) {
      webhook.put("events", List.copyOf(events));
    }
    webhook.put("updatedAt", Instant.now().toString());
    return DONE;
  }

  synchronized FakeResponse delete(String orgId, String id) {
    Tenant tenant = tenants.get(orgId);
    return tenant == null || tenant.webhooks.remove(id) == null
        ? FakeResponse.error(404, "NotFound", "There is no such webhook")
        : DONE;
  }

  synchronized FakeResponse webhooks(String orgId, int limit, int offset) {
    Tenant tenant = tenants.get(orgId);
    return tenant == null
        ? FakeResponse.error(404, "NotFound", "Tenant not registered")
        : page("webhooks", List.copyOf(tenant.webhooks.values()), limit, offset);
  }

  synchronized FakeResponse list(int limit, int offset) {
    List<Map<String, Object>> all = new ArrayList<>();
    tenants.forEach(
        (orgId, tenant) -> {
          Map<String, Object> item = new LinkedHashMap<>();
          item.put("orgId", orgId);
          item.put("orgName", tenant.orgName);
          if (tenant.key != null) {
            String key = tenant.key.reveal();
            item.put("apiKey", key.substring(0, 8) + "\u2026" + key.substring(36));
          }
          all.add(item);
        });
    return page("tenants", all, limit, offset);
  }

  private static FakeResponse page(
      String name, List<Map<String, Object>> all, int limit, int offset) {
    int from = Math.min(offset, all.size());
    int to = Math.min(from + Math.max(1, limit), all.size());
    return FakeResponse.of(
        200,
        Map.of(
            name,
            List.copyOf(all.subList(from, to)),
            "total",
            all.size(),
            "limit",
            limit,
            "offset",
            offset));
  }

  private static @Nullable FakeResponse objection(
      Map<String, @Nullable Object> body, boolean mayBeHttp) {
    if (body.containsKey("url") && !isDeliverable(body.get("url"), mayBeHttp)) {
      return FakeResponse.error(400, "BadRequest", "The url must be https", "url");
    }
    if (body.containsKey("events") && !isSelection(body.get("events"))) {
      return FakeResponse.error(
          400, "BadRequest", "events must be names of event types, or [\"*\"]", "events");
    }
    return null;
  }

  private static boolean isDeliverable(@Nullable Object url, boolean mayBeHttp) {
    try {
      URI uri = url instanceof String text ? URI.create(text) : null;
      return uri != null
          && uri.getHost() != null
          && ("https".equals(uri.getScheme()) || (mayBeHttp && "http".equals(uri.getScheme())));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isSelection(@Nullable Object events) {
    return events instanceof List<?> names
        && !names.isEmpty()
        && (names.equals(List.of("*"))
            || names.stream()
                .allMatch(name -> name instanceof String text && text.matches("[A-Z][A-Za-z ]*")));
  }
}
