package dev.keyhook.subscriptions.smartphonekey;

import dev.keyhook.RawJson;
import dev.keyhook.subscriptions.internal.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant, that is a partner's organisation, as the admin API lists it.
 *
 * <p>The vendor does not document this response, only that it shows masked API keys. So the
 * accessors assume the field names of the request; {@link #raw()} has all fields. Two tenants with
 * equal fields are equal. Immutable.
 */
public final class SmartphoneKeyTenant {

  private final Json json;

  SmartphoneKeyTenant(Json json) {
    this.json = json;
  }

  /** Returns the partner's id, such as {@code acme-corp}, if the vendor sent {@code orgId}. */
  public Optional<String> orgId() {
    return json.text("orgId");
  }

  /** Returns the organisation's name, if the vendor sent {@code orgName}. */
  public Optional<String> orgName() {
    return json.text("orgName");
  }

  /** Returns all fields as received. They may contain the owner's address and a masked key. */
  public RawJson raw() {
    return json.raw();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SmartphoneKeyTenant that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** Returns the partner's id. */
  @Override
  public String toString() {
    return "SmartphoneKeyTenant[" + orgId().orElse("no orgId") + "]";
  }
}
