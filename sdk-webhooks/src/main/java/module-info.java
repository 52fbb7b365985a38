/** Verify and receive webhooks: of SmartphoneKey, of Schlage Home, and of vendors of your own. */
module dev.keyhook.webhooks {
  requires transitive dev.keyhook;
  requires transitive dev.keyhook.events;
  // Optional at run time: only the adapter for a server needs it. The servlet is not transitive,
  // because then javac would require it of every user.
  requires static jakarta.servlet;
  requires static transitive jdk.httpserver;

  exports dev.keyhook.webhooks;
  exports dev.keyhook.webhooks.schlagehome;
  exports dev.keyhook.webhooks.smartphonekey;
  exports dev.keyhook.webhooks.verification;
}
