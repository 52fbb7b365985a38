package dev.keyhook.subscriptions.smartphonekey;

import java.net.URI;
import java.util.Locale;

/**
 * The vendor's environments, with their published base URLs (partner onboarding page, 2026-05-29).
 *
 * <p>For a proxy or a fake, set a base URL instead. Later versions may add constants: a {@code
 * switch} needs a {@code default}.
 */
public enum SmartphoneKeyEnvironment {
  /** Development; the only one whose admin API also accepts plain HTTP callback URLs. */
  DEV("https://admin-api.spk-dev.workers.dev"),
  /** Before production. */
  NONPROD("https://admin-api.spk-nonprod.workers.dev"),
  /** Staging. */
  STAGE("https://admin-api.spk-stage.workers.dev"),
  /** Production, the default. */
  PROD("https://admin-api.spk-prod.workers.dev");

  private final URI baseUrl;

  SmartphoneKeyEnvironment(String baseUrl) {
    this.baseUrl = URI.create(baseUrl);
  }

  /**
   * Returns the environment with the vendor's name for it, such as {@code stage}.
   *
   * @param name in any letter case
   * @throws IllegalArgumentException if there is no such environment
   */
  public static SmartphoneKeyEnvironment named(String name) {
    for (SmartphoneKeyEnvironment environment : values()) {
      if (environment.vendorName().equalsIgnoreCase(name)) {
        return environment;
      }
    }
    throw new IllegalArgumentException(
        "There is no environment of that name; use dev, nonprod, stage or prod");
  }

  /**
   * Returns the vendor's name for it: {@code dev}, {@code nonprod}, {@code stage}, {@code prod}.
   */
  public String vendorName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the base URL of the admin API, which also has the operation for partners. */
  public URI baseUrl() {
    return baseUrl;
  }

  /** Returns whether its admin API accepts plain HTTP callback URLs. */
  public boolean allowsHttpCallbacks() {
    return this == DEV;
  }
}
