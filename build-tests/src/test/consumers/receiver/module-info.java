/** A server that receives webhooks, on the module path. */
module com.example.receiver {
  requires dev.keyhook.webhooks;
}
