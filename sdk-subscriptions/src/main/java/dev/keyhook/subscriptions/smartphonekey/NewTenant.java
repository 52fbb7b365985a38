package dev.keyhook.subscriptions.smartphonekey;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A partner's organisation to register. Immutable; prints no e-mail address.
 *
 * <pre>{@code
 * NewTenant.withId("acme-corp").named("ACME Corp.").ownedBy("owner@acme.example")
 * }</pre>
 */
public final class NewTenant {

  private final String orgId;
  private final @Nullable String orgName;
  private final @Nullable String ownerEmail;

  private NewTenant(String orgId, @Nullable String orgName, @Nullable String ownerEmail) {
    this.orgId = Objects.requireNonNull(orgId, "orgId");
    this.orgName = orgName;
    this.ownerEmail = ownerEmail;
  }

  /** Returns a tenant with the partner's id, chosen by the partner, such as {@code acme-corp}. */
  public static NewTenant withId(String orgId) {
    return new NewTenant(orgId, null, null);
  }

  /** Returns this tenant with a display name, which is required. */
  public NewTenant named(String name) {
    return new NewTenant(orgId, Objects.requireNonNull(name, "name"), ownerEmail);
  }

  /** Returns this tenant with its owner's e-mail address, which is required. */
  public NewTenant ownedBy(String email) {
    return new NewTenant(orgId, orgName, Objects.requireNonNull(email, "email"));
  }

  String orgId() {
    return orgId;
  }

  String orgName() {
    return required(orgName, "named(...)");
  }

  String ownerEmail() {
    return required(ownerEmail, "ownedBy(...)");
  }

  private static String required(@Nullable String value, String what) {
    if (value == null) {
      throw new IllegalStateException("Set " + what);
    }
    return value;
  }

  @Override
  public String toString() {
    return "NewTenant[" + orgId + "]";
  }
}
