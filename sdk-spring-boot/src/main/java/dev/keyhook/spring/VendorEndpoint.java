package dev.keyhook.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint for a vendor, or for one of several accounts at a vendor.
 *
 * @param name the name of its receiver, such as {@code smartphonekey-north}
 * @param prefix the prefix of its properties
 * @param path its path within the application
 * @param settings its properties
 * @param <S> the properties of the vendor
 */
record VendorEndpoint<S extends VendorEndpoint.Settings>(
    String name, String prefix, String path, S settings) {

  /** Returns the description of a bean that provides credentials, for an error message. */
  String supplierBean(String type) {
    String bean = "a bean of Supplier<Collection<" + type + ">>";
    return prefix.contains(".accounts.") ? bean + " with @Qualifier(\"" + name + "\")" : bean;
  }

  /** The properties of an endpoint. */
  interface Settings {

    /** Returns the path within the application; null if it is not set. */
    @Nullable String path();
  }

  /**
   * Returns the endpoints of a vendor that have a path.
   *
   * @param own the properties without an account; off unless its path is set
   * @param accounts the properties of accounts by name
   * @throws KeyhookConfigurationException if an account has no path
   */
  static <S extends Settings> List<VendorEndpoint<S>> of(
      Vendor<?, ?> vendor, S own, Map<String, S> accounts) {
    List<VendorEndpoint<S>> endpoints = new ArrayList<>();
    String prefix = "keyhook." + vendor.endpoint() + ".";
    String path = own.path();
    if (path != null) {
      endpoints.add(new VendorEndpoint<>(vendor.endpoint(), prefix, path, own));
    }
    accounts.forEach(
        (account, settings) ->
            endpoints.add(
                ofAccount(
                    vendor.endpoint() + "-" + account,
                    prefix + "accounts." + account + ".",
                    settings)));
    return endpoints;
  }

  private static <S extends Settings> VendorEndpoint<S> ofAccount(
      String name, String prefix, S settings) {
    String path = settings.path();
    if (path == null) {
      throw new KeyhookConfigurationException(
          "The property " + prefix + "path is missing.",
          "Write the path of its webhook, such as /hooks/" + name + ".");
    }
    return new VendorEndpoint<>(name, prefix, path, settings);
  }
}
