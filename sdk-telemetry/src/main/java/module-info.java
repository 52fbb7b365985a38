/** Metrics for Micrometer and traces for OpenTelemetry; each of these libraries is optional. */
@SuppressWarnings("requires-automatic")
module dev.keyhook.telemetry {
  requires transitive dev.keyhook;
  requires transitive dev.keyhook.webhooks;
  requires transitive org.jspecify;
  // Not transitive: javac would require both of every user.
  requires static io.opentelemetry.api;
  requires static io.opentelemetry.context;
  requires static micrometer.core;
  requires static micrometer.observation;

  exports dev.keyhook.telemetry;
}
