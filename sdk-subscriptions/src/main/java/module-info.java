/** Manages the webhook subscriptions of SmartphoneKey and Schlage Home over their HTTP APIs. */
module dev.keyhook.subscriptions {
  requires transitive dev.keyhook;
  requires transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.datatype.jsr310;
  requires okhttp3;

  exports dev.keyhook.subscriptions;
  exports dev.keyhook.subscriptions.schlagehome;
  exports dev.keyhook.subscriptions.smartphonekey;
}
