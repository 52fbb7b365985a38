package dev.keyhook.spring;

import dev.keyhook.webhooks.WebhookReceiver;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The receivers of the application by their paths. */
final class WebhookEndpoints {

  private final Map<String, WebhookReceiver> byPath = new LinkedHashMap<>();

  /**
   * Adds a receiver.
   *
   * @param property the property that gives the path
   * @param path within the application, without its context path
   * @throws KeyhookConfigurationException if the path is invalid or taken
   */
  void add(String property, String path, WebhookReceiver receiver) {
    if (!path.startsWith("/") || path.contains("*") || path.contains("{") || path.contains("?")) {
      throw new KeyhookConfigurationException(
          "The property " + property + " is not a path: " + path + ".",
          "Write one exact path that begins with /, such as /hooks/" + receiver.endpoint() + ".");
    }
    WebhookReceiver other = byPath.putIfAbsent(path, receiver);
    if (other != null) {
      throw new KeyhookConfigurationException(
          "The property " + property + " has the path of " + other.endpoint() + ": " + path + ".",
          "Give each endpoint a path of its own.");
    }
  }

  /** Returns the receiver at a decoded path within the application, or null if there is none. */
  @Nullable WebhookReceiver at(String path) {
    return byPath.get(path);
  }
}
