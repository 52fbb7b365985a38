package dev.keyhook.examples;

import com.sun.net.httpserver.HttpServer;
import dev.keyhook.DeliveryVerifier;
import dev.keyhook.Secret;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.SchlageHomeEvents;
import dev.keyhook.events.schlagehome.model.CommandSucceeded;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.smartphonekey.LockData;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.events.smartphonekey.model.ShadowUpdate;
import dev.keyhook.routing.EventRouter;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.AsyncCalls;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.schlagehome.RefreshTokenSource;
import dev.keyhook.subscriptions.schlagehome.SchlageHomePlan;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeSubscription;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeSubscriptions;
import dev.keyhook.subscriptions.smartphonekey.NewApiKey;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyAdmin;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyPlan;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeySubscriptions;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyWebhook;
import dev.keyhook.testkit.schlagehome.FakeSchlageHomeApi;
import dev.keyhook.testkit.smartphonekey.FakeSmartphoneKeyApi;
import dev.keyhook.webhooks.WebhookHttpHandler;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The whole life of a subscription at both vendors, played against the fakes of their APIs.
 *
 * <p>Nothing leaves this machine. For the real APIs leave out {@code baseUrl} and {@code tokenUrl},
 * and take the credentials from your vault.
 */
public final class ManageSubscriptions {

  private final PrintStream out;

  private ManageSubscriptions(PrintStream out) {
    this.out = out;
  }

  /** Plays both lives and prints what happens. */
  public static void main(String[] args) throws IOException {
    run(System.out);
  }

  static void run(PrintStream out) throws IOException {
    ManageSubscriptions life = new ManageSubscriptions(out);
    life.smartphoneKey();
    life.schlageHome();
  }

  private void smartphoneKey() {
    URI url = URI.create("https://hooks.example.com/smartphonekey");
    EventRouter<SmartphoneKeyEvent> router =
        SmartphoneKeyEvents.router()
            .on(LockData.class, (lock, event) -> {})
            .on(ShadowUpdate.class, (shadow, event) -> {})
            .otherwise(event -> {})
            .build();
    out.println("== SmartphoneKey");
    try (FakeSmartphoneKeyApi vendor = FakeSmartphoneKeyApi.start();
        SmartphoneKeyAdmin admin =
            SmartphoneKeyAdmin.builder()
                .baseUrl(vendor.baseUrl())
                .adminKey(vendor::adminKey)
                .token(vendor::adminToken)
                .build()) {

      // What the vendor's staff does, once for each partner.
      admin.registerTenant("acme-corp", "ACME Corp.", "owner@acme.example");
      NewApiKey created = admin.createApiKey("acme-corp", "ACME Corp.");
      out.println("Keep this in your vault, it is shown once: " + created);

      // region plan
      SmartphoneKeyPlan plan =
          SmartphoneKeyPlan.of(
              "acme-corp", url, router.handledTypes(), admin.webhooks("acme-corp"));
      out.println(plan); // what to create, change and delete; and warnings
      admin.apply(plan);
      // endregion
      SmartphoneKeyWebhook webhook = admin.webhooks("acme-corp").get(0);
      out.println("Now there is " + webhook);

      // What a partner can do with a key of their own: send a request, and change the URL.
      out.println(plan.requestText());
      changeUrl(vendor.baseUrl(), created.apiKey(), webhook.id());
      out.println("Now there is " + admin.webhooks("acme-corp").get(0));
      vendor.verified(webhook.id()); // the receiver has answered the verification request
      out.println("Now there is " + admin.webhooks("acme-corp").get(0));

      changeUrl(vendor.baseUrl(), Secret.of("rotated-long-ago"), webhook.id());

      admin.deleteWebhook("acme-corp", webhook.id());
      out.println("Left are " + admin.webhooks("acme-corp"));
    }
  }

  private void changeUrl(URI baseUrl, Secret partnerKey, String webhookId) {
    URI url = URI.create("https://hooks.example.com/v2/smartphonekey");
    // region change-url
    try (var subscriptions =
        SmartphoneKeySubscriptions.builder()
            .baseUrl(baseUrl) // of a fake; without it, production
            .apiKey(() -> partnerKey) // asked for each call: from your vault
            .timeout(Duration.ofSeconds(10))
            .build()) {
      subscriptions.changeUrl(webhookId, url);
    } catch (ApiException answered) { // the vendor said no
      out.println(answered.status() + ": " + answered.getMessage());
    } catch (TransportException unanswered) { // nobody answered
      out.println(unanswered.mayHaveHappened() ? "Look before you repeat it" : "Try it again");
    }
    // endregion
  }

  private void schlageHome() throws IOException {
    URI url = URI.create("https://hooks.example.com/schlage?env=prod");
    PublicKey published = SchlageHomeWebhooks.publicKeyFromGitHub20240429();
    EventRouter<SchlageHomeEvent> router =
        SchlageHomeEvents.router()
            .on(DeviceLockStateChanged.class, (lock, event) -> {})
            .on(CommandSucceeded.class, (command, event) -> {})
            .otherwise(event -> {})
            .build();
    WebhookReceiver receiver = receiver(SchlageHomeWebhooks.signatureVerifier(published), router);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/schlage", WebhookHttpHandler.of(receiver));
    server.start();
    URI local = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    out.println("== Schlage Home");
    try (FakeSchlageHomeApi vendor = FakeSchlageHomeApi.start();
        // region tokens
        RefreshTokenSource tokens =
            RefreshTokenSource.builder()
                .tokenUrl(vendor.tokenUrl())
                .clientId(vendor.clientId())
                .clientSecret(vendor::clientSecret)
                .refreshToken(vendor.refreshToken()) // the newest that you kept
                .keepRefreshToken(next -> out.println("Keep the next refresh token: " + next))
                .build();
        SchlageHomeSubscriptions subscriptions =
            SchlageHomeSubscriptions.builder()
                .baseUrl(vendor.baseUrl())
                .tokens(tokens)
                .subscriptionKey(vendor::subscriptionKey)
                .build()) {
      // endregion
      vendor.rotateRefreshTokens();
      vendor.callbacksAnsweredAt(local); // where hooks.example.com leads to, in this play

      // Not ready: it is neither https nor public. But it answers.
      out.println(subscriptions.preflight(local.resolve("/schlage?env=prod")));

      SchlageHomePlan plan = SchlageHomePlan.of(url, router.handledTypes(), subscriptions.list());
      out.println(plan);
      SchlageHomeSubscription created = subscriptions.apply(plan).get(0);
      out.println("Created " + created);

      // region signing-key
      PublicKey key = created.signingPublicKey().orElse(published);
      WebhookReceiver next =
          receiver(SchlageHomeWebhooks.signatureVerifier(key, published), router);
      // endregion
      out.println("From now on " + next.endpoint() + " is verified with its key as well");

      // region async
      Executor executor = Runnable::run; // or one of yours
      AsyncCalls calls = AsyncCalls.on(executor);
      calls
          .call(() -> subscriptions.fetch(created.id()))
          .thenAccept(found -> out.println("There is still " + found));
      // endregion

      subscriptions.list().forEach(each -> subscriptions.delete(each.id()));
      out.println("Left are " + subscriptions.list());
    } finally {
      server.stop(0);
    }
  }

  private static WebhookReceiver receiver(
      DeliveryVerifier verifier, EventRouter<SchlageHomeEvent> router) {
    return SchlageHomeWebhooks.receiver(verifier).handle(router).build();
  }
}
