package dev.keyhook.subscriptions.smartphonekey;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a new API key. Immutable.
 *
 * <pre>{@code
 * ApiKeyRequest.forTenant("acme-corp").named("ACME Corp.") // never expires
 * ApiKeyRequest.forTenant("acme-corp").named("ACME Corp.").until(instant)
 * }</pre>
 */
public final class ApiKeyRequest {

  private final String orgId;
  private final @Nullable String orgName;
  private final @Nullable Instant expiresAt;

  private ApiKeyRequest(String orgId, @Nullable String orgName, @Nullable Instant expiresAt) {
    this.orgId = orgId;
    this.orgName = orgName;
    this.expiresAt = expiresAt;
  }

  /** Returns a request for a tenant; the key never expires unless {@link #until} is set. */
  public static ApiKeyRequest forTenant(String orgId) {
    return new ApiKeyRequest(Objects.requireNonNull(orgId, "orgId"), null, null);
  }

  /** Returns this request with the tenant's display name, which is required. */
  public ApiKeyRequest named(String orgName) {
    return new ApiKeyRequest(orgId, Objects.requireNonNull(orgName, "orgName"), expiresAt);
  }

  /** Returns this request for a key that expires at a time. */
  public ApiKeyRequest until(Instant end) {
    return new ApiKeyRequest(orgId, orgName, Objects.requireNonNull(end, "end"));
  }

  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("orgId", orgId);
    if (orgName == null) {
      throw new IllegalStateException("Set named(...)");
    }
    members.put("orgName", orgName);
    if (expiresAt != null) {
      members.put("expiresAt", expiresAt);
    }
    return members;
  }

  @Override
  public String toString() {
    return "ApiKeyRequest[" + orgId + "]";
  }
}
