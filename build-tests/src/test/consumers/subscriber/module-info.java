/** A program that manages subscriptions, on the module path. */
module com.example.subscriber {
  requires dev.keyhook.subscriptions;
  requires dev.keyhook.testkit;
}
