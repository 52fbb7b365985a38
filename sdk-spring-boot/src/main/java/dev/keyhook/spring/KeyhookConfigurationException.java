package dev.keyhook.spring;

import org.jspecify.annotations.Nullable;

/** The application cannot start with its configuration; says what is wrong and what to write. */
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
