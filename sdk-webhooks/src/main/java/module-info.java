/** Verify and receive webhooks: of SmartphoneKey, of Schlage Home, and of vendors of your own. */
module dev.keyhook.webhooks {
  requires transitive dev.keyhook;
  requires transitive dev.keyhook.events;
  // Only who uses the adapter for it needs the server: both are optional at run time. The servlet
  // is
  // not transitive, because then javac would want it from everybody.
  requires static jakarta.servlet;
  requires static transitive jdk.httpserver;

  exports dev.keyhook.webhooks;
  exports dev.keyhook.webhooks.schlagehome;
  exports dev.keyhook.webhooks.smartphonekey;
}
