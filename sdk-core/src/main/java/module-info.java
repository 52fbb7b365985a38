/**
 * Vendor-neutral types for receiving webhooks: events, requests, verification, routing, storage.
 */
@SuppressWarnings("module") // the friends are compiled after this module
module dev.keyhook {
  requires transitive org.jspecify;

  exports dev.keyhook;
  exports dev.keyhook.routing;
  exports dev.keyhook.store;
  exports dev.keyhook.internal to
      dev.keyhook.events,
      dev.keyhook.inbox,
      dev.keyhook.kafka,
      dev.keyhook.subscriptions,
      dev.keyhook.testkit,
      dev.keyhook.webhooks;
  exports dev.keyhook.internal.event to
      dev.keyhook.events,
      dev.keyhook.inbox,
      dev.keyhook.kafka,
      dev.keyhook.webhooks;
  exports dev.keyhook.internal.inbox to
      dev.keyhook.inbox,
      dev.keyhook.kafka;
}
