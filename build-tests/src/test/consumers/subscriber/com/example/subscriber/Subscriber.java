package com.example.subscriber;

import dev.keyhook.subscriptions.smartphonekey.ApiKeyRequest;
import dev.keyhook.subscriptions.smartphonekey.NewTenant;
import dev.keyhook.subscriptions.smartphonekey.NewApiKey;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyAdmin;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyPlan;
import dev.keyhook.testkit.smartphonekey.FakeSmartphoneKeyApi;
import java.net.URI;
import java.util.Set;

/** Creates a subscription at a fake API, over HTTP. */
public final class Subscriber {

  private Subscriber() {}

  /** Creates the subscription, and prints the version of Jackson. */
  public static void main(String[] args) {
    try (FakeSmartphoneKeyApi vendor = FakeSmartphoneKeyApi.start();
        SmartphoneKeyAdmin admin =
            SmartphoneKeyAdmin.builder()
                .baseUrl(vendor.baseUrl())
                .adminKey(vendor::adminKey)
                .token(vendor::adminToken)
                .build()) {
      admin.tenants().create(NewTenant.withId("acme-corp").named("ACME Corp.").ownedBy("owner@acme.example"));
      NewApiKey key = admin.apiKeys().create(ApiKeyRequest.forTenant("acme-corp").named("ACME Corp."));
      admin.apply(
          SmartphoneKeyPlan.of(
              "acme-corp",
              URI.create("https://hooks.example.com/smartphonekey"),
              Set.of("KeyAdded", "KeyRemoved"),
              admin.webhooks("acme-corp").list()));
      if (key.apiKey().reveal().isEmpty() || admin.webhooks("acme-corp").list().size() != 1) {
        throw new AssertionError(admin.webhooks("acme-corp").list().toString());
      }
      System.out.println(args.length == 0 ? "subscribed" : "subscribed with " + version(args[0]));
    }
  }

  private static String version(String className) {
    try {
      Object version = Class.forName(className).getField("VERSION").get(null);
      return String.valueOf(version);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
