/** A server of a partner, on the module path. */
module com.example.receiver {
  requires dev.keyhook.webhooks;
}
