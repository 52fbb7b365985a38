package dev.keyhook.spring;

import org.jspecify.annotations.Nullable;

/** Thrown if the configuration is invalid; says what is wrong and how to correct it. */
final class KeyhookConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String action;

  /**
   * Creates the exception.
   *
   * @param description what is wrong, without secrets
   * @param action what to do
   */
  KeyhookConfigurationException(String description, String action) {
    this(description, action, null);
  }

  KeyhookConfigurationException(String description, String action, @Nullable Throwable cause) {
    super(description, cause);
    this.action = action;
  }

  /** Returns what to do. */
  String action() {
    return action;
  }
}
