package dev.keyhook.subscriptions.smartphonekey;

import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.internal.ApiCall;
import dev.keyhook.subscriptions.internal.HttpApi;
import dev.keyhook.subscriptions.internal.Json;
import dev.keyhook.subscriptions.internal.Pages;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tenants (organisations of partners), from {@link SmartphoneKeyAdmin#tenants()}. Thread-safe.
 */
public final class AdminTenants {

  private static final String OPERATION = "SmartphoneKeyAdmin.tenants.";

  private final HttpApi api;

  AdminTenants(HttpApi api) {
    this.api = api;
  }

  /**
   * Registers a partner's organisation, which is required before its API key. The vendor does not
   * document the response, so the returned tenant also has the fields that were sent.
   *
   * @throws IllegalStateException if the name or the owner is missing
   * @throws ApiException if the vendor refuses
   * @throws TransportException if no usable response arrives
   */
  public SmartphoneKeyTenant create(NewTenant tenant) {
    Json response =
        api.run(
            ApiCall.of(OPERATION + "create", "POST", "tenants", tenant.orgId(), "register")
                .json(Map.of("orgName", tenant.orgName(), "ownerEmail", tenant.ownerEmail())));
    return new SmartphoneKeyTenant(
        response.with("orgId", tenant.orgId()).with("orgName", tenant.orgName()));
  }

  /**
   * Returns all tenants, read within one budget.
   *
   * <p>The response is not documented. An array {@code tenants} is read, or a bare array.
   *
   * @throws ApiException if the vendor refuses
   * @throws TransportException if no usable response arrives, the pages contradict each other, or
   *     there are more than 10,000
   */
  public List<SmartphoneKeyTenant> list() {
    return pages("list").all();
  }

  /**
   * Returns the tenants one after another; each page is read when it is needed, within a budget of
   * its own. The stream throws what {@link #list()} throws.
   */
  public Stream<SmartphoneKeyTenant> stream() {
    return pages("stream").stream();
  }

  private Pages<SmartphoneKeyTenant> pages(String method) {
    return new Pages<>(
        api, ApiCall.of(OPERATION + method, "GET", "tenants"), "tenants", SmartphoneKeyTenant::new);
  }
}
