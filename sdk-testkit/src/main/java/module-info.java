/**
 * Plays the vendors in tests: samples of their events, authentic and faulty deliveries, and fakes
 * of their subscription APIs.
 */
module dev.keyhook.testkit {
  requires transitive dev.keyhook;
  requires transitive org.jspecify;
  requires dev.keyhook.events;
  requires dev.keyhook.webhooks;
  requires java.net.http;
  requires jdk.httpserver;

  exports dev.keyhook.testkit;
  exports dev.keyhook.testkit.schlagehome;
  exports dev.keyhook.testkit.smartphonekey;
}
