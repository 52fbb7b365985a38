/** Vendor-neutral words and rules for receiving webhooks: events, requests, verification. */
@SuppressWarnings("module") // the friends are compiled after this module
module dev.keyhook {
  requires transitive org.jspecify;

  exports dev.keyhook;
  exports dev.keyhook.internal to
      dev.keyhook.webhooks,
      dev.keyhook.subscriptions;
}
