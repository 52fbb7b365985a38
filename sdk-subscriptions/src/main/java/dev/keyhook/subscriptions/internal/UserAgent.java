package dev.keyhook.subscriptions.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;

/** The {@code User-Agent}: {@code keyhook/} and the version that the build wrote into the jar. */
final class UserAgent {

  static final String TEXT = "keyhook/" + version();

  private UserAgent() {}

  private static String version() {
    try (InputStream in = UserAgent.class.getResourceAsStream("version.txt")) {
      String text = in == null ? "" : new String(in.readAllBytes(), UTF_8).strip();
      return text.matches("[A-Za-z0-9._-]{1,64}") ? text : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }
}
