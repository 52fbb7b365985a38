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
import dev.keyhook.subscriptions.PreflightOptions;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.schlagehome.AuthorizationCodeGrant;
import dev.keyhook.subscriptions.schlagehome.AuthorizationRequest;
import dev.keyhook.subscriptions.schlagehome.OAuthClient;
import dev.keyhook.subscriptions.schlagehome.RefreshTokenSource;
import dev.keyhook.subscriptions.schlagehome.SchlageHomePlan;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeSubscription;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeSubscriptions;
import dev.keyhook.subscriptions.schlagehome.TokenState;
import dev.keyhook.subscriptions.schlagehome.TokenStore;
import dev.keyhook.subscriptions.smartphonekey.ApiKeyRequest;
import dev.keyhook.subscriptions.smartphonekey.NewApiKey;
import dev.keyhook.subscriptions.smartphonekey.NewTenant;
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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Creates, changes and deletes subscriptions at the fakes of both vendors' APIs.
 *
 * <p>No request leaves this machine. For the real APIs, omit {@code baseUrl} and {@code tokenUrl},
 * and read the credentials from your vault.
 */
public final class ManageSubscriptions {

  private final PrintStream out;

  private ManageSubscriptions(PrintStream out) {
    this.out = out;
  }

  /** Runs both examples and prints each step. */
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

      // Done by the vendor's staff, once for each partner.
      admin
          .tenants()
          .create(NewTenant.withId("acme-corp").named("ACME Corp.").ownedBy("owner@acme.example"));
      NewApiKey created =
          admin.apiKeys().create(ApiKeyRequest.forTenant("acme-corp").named("ACME Corp."));
      out.println("Store this key in your vault, it is shown only once: " + created);

      // region plan
      SmartphoneKeyPlan plan =
          SmartphoneKeyPlan.of(
              "acme-corp", url, router.handledTypes(), admin.webhooks("acme-corp").list());
      out.println(plan); // what to create, change and delete; and warnings
      out.println(admin.apply(plan)); // what was done, step by step
      // endregion
      SmartphoneKeyWebhook webhook = admin.webhooks("acme-corp").list().get(0);
      out.println("Webhook: " + webhook);

      // A partner's own key allows this: send a request, and change the URL.
      out.println(plan.requestText());
      changeUrl(vendor.baseUrl(), created.apiKey(), webhook.id());
      out.println("Webhook: " + admin.webhooks("acme-corp").list().get(0));
      vendor.verified(webhook.id()); // the receiver has responded to the verification request
      out.println("Webhook: " + admin.webhooks("acme-corp").list().get(0));

      changeUrl(vendor.baseUrl(), Secret.of("rotated-long-ago"), webhook.id());

      admin.webhooks("acme-corp").delete(webhook.id());
      out.println("Remaining: " + admin.webhooks("acme-corp").list());
    }
  }

  private void changeUrl(URI baseUrl, Secret partnerKey, String webhookId) {
    URI url = URI.create("https://hooks.example.com/v2/smartphonekey");
    // region change-url
    try (var subscriptions =
        SmartphoneKeySubscriptions.builder()
            .baseUrl(baseUrl) // of a fake; without it, production
            .apiKey(() -> partnerKey) // called for each request; read it from your vault
            .timeout(Duration.ofSeconds(10))
            .build()) {
      subscriptions.changeUrl(webhookId, url);
    } catch (ApiException answered) { // the vendor refused
      out.println(answered.status() + ": " + answered.getMessage());
    } catch (TransportException unanswered) { // no response
      out.println(unanswered.mayHaveHappened() ? "Check the result before you retry" : "Retry");
    }
    // endregion
  }

  private void schlageHome() throws IOException {
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
    try (FakeSchlageHomeApi vendor = FakeSchlageHomeApi.start().rotateRefreshTokens()) {
      OAuthClient client =
          OAuthClient.builder()
              .tokenUrl(vendor.tokenUrl())
              .authorizationUrl(vendor.authorizationUrl())
              .clientId(vendor.clientId())
              .clientSecret(vendor::clientSecret)
              .build();
      TokenStore store = TokenStore.inMemory(link(client, vendor::authorize));
      manage(vendor, client, store, router.handledTypes(), local);
    } finally {
      server.stop(0);
    }
  }

  /** Links a user's account, as your web application does. */
  private static TokenState link(OAuthClient client, UnaryOperator<URI> user) {
    URI redirect = URI.create("https://app.example.com/linked");
    // region link
    try (AuthorizationCodeGrant grant =
        AuthorizationCodeGrant.builder().client(client).redirectUrl(redirect).build()) {
      AuthorizationRequest request = grant.begin(); // keep it in the user's session
      URI back = user.apply(request.url()); // send the browser there; it comes back with a code
      return grant.finish(request, back); // store these tokens
    }
    // endregion
  }

  private static RefreshTokenSource tokens(OAuthClient client, TokenStore store) {
    // region tokens
    return RefreshTokenSource.builder()
        .client(client)
        .store(store) // of this account, shared by all nodes
        .build();
    // endregion
  }

  private void manage(
      FakeSchlageHomeApi vendor,
      OAuthClient client,
      TokenStore store,
      Set<String> handledTypes,
      URI local) {
    URI url = URI.create("https://hooks.example.com/schlage?env=prod");
    PublicKey published = SchlageHomeWebhooks.publicKeyFromGitHub20240429();
    try (RefreshTokenSource tokens = tokens(client, store);
        SchlageHomeSubscriptions subscriptions =
            SchlageHomeSubscriptions.builder()
                .baseUrl(vendor.baseUrl())
                .tokens(tokens)
                .subscriptionKey(vendor::subscriptionKey)
                .build()) {
      vendor.callbacksAnsweredAt(local); // where requests to hooks.example.com go in this example

      // Not ready: the URL is neither https nor public. But the receiver responds.
      PreflightOptions options = PreflightOptions.defaults().allowHost("127.0.0.1");
      out.println(subscriptions.preflight(local.resolve("/schlage?env=prod"), options));

      SchlageHomePlan plan = SchlageHomePlan.of(url, handledTypes, subscriptions.list());
      out.println(plan);
      SchlageHomeSubscription created = subscriptions.apply(plan).created().get(0);
      out.println("Created " + created);

      // The API returns a key with the subscription. Compare it with the one that the vendor
      // publishes; never trust it alone.
      boolean isPublished = created.signingPublicKey().map(published::equals).orElse(false);
      out.println(
          "The key of the response " + (isPublished ? "is" : "is not") + " the published one");

      // region async
      AsyncCalls calls = AsyncCalls.onNewThreads(); // virtual threads on Java 21 and newer
      CompletionStage<Void> printed =
          calls
              .call(() -> subscriptions.get(created.id()))
              .thenAccept(found -> out.println("Subscription: " + found));
      // endregion

      printed.toCompletableFuture().join();

      subscriptions.list().forEach(each -> subscriptions.delete(each.id()));
      out.println("Remaining: " + subscriptions.list());
    }
  }

  private static WebhookReceiver receiver(
      DeliveryVerifier verifier, EventRouter<SchlageHomeEvent> router) {
    return SchlageHomeWebhooks.receiver(verifier).handle(router).build();
  }
}
