package dev.keyhook.testkit.smartphonekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.AsyncCalls;
import dev.keyhook.subscriptions.CallOptions;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.smartphonekey.ApiKeyRequest;
import dev.keyhook.subscriptions.smartphonekey.EventSelection;
import dev.keyhook.subscriptions.smartphonekey.NewApiKey;
import dev.keyhook.subscriptions.smartphonekey.NewTenant;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyAdmin;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyEnvironment;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyEventName;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyPlan;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeySubscriptions;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyTenant;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyWebhook;
import dev.keyhook.subscriptions.smartphonekey.WebhookChange;
import dev.keyhook.subscriptions.smartphonekey.WebhookStatus;
import dev.keyhook.testkit.ApiFault;
import dev.keyhook.testkit.ApiRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the clients and the fake against each other. */
class FakeSmartphoneKeyApiTest {

  private static final URI URL = URI.create("https://hooks.example.com/spk?tenant=acme%2Fcorp");
  private static final URI OTHER = URI.create("https://hooks.example.com/v2");

  private final List<Duration> waits = new ArrayList<>();
  private final FakeSmartphoneKeyApi vendor = FakeSmartphoneKeyApi.start();
  private final SmartphoneKeyAdmin admin = admin(builder -> builder);

  @AfterEach
  void close() {
    admin.close();
    vendor.close();
  }

  @Test
  void createsAndDeletesATenantWithItsKeysAndWebhooks() {
    admin
        .tenants()
        .create(NewTenant.withId("acme-corp").named("ACME Corp.").ownedBy("owner@acme.example"));
    NewApiKey key =
        admin.apiKeys().create(ApiKeyRequest.forTenant("acme-corp").named("ACME Corp."));
    assertThat(key.apiKey().reveal()).matches("[A-Za-z0-9]{40}");
    assertThat(key.orgId()).contains("acme-corp");
    assertThat(key.orgName()).contains("ACME Corp.");
    assertThat(key.createdAt()).isPresent();
    assertThat(key.createdBy()).isPresent();
    assertThat(key.expiresAt()).isEmpty();

    admin
        .webhooks("acme-corp")
        .create(
            URL,
            EventSelection.of(
                SmartphoneKeyEventName.SHADOW_UPDATE, SmartphoneKeyEventName.KEY_ADDED));
    SmartphoneKeyWebhook created = onlyWebhook();
    assertThat(created.url()).isEqualTo(URL);
    assertThat(created.status()).contains(WebhookStatus.ACTIVE);
    assertThat(created.events().names())
        .extracting(SmartphoneKeyEventName::value)
        .containsExactly("KeyAdded", "Shadow Update");
    assertThat(created.createdAt()).isPresent();

    try (SmartphoneKeySubscriptions partner = partner(key.apiKey())) {
      partner.changeUrl(created.id(), OTHER);
    }
    SmartphoneKeyWebhook changed = onlyWebhook();
    assertThat(changed.url()).isEqualTo(OTHER);
    assertThat(changed.status()).contains(WebhookStatus.PENDING);
    assertThat(changed.events()).isEqualTo(created.events());
    assertThat(changed.updatedAt()).isPresent();

    vendor.verified(created.id());
    assertThat(onlyWebhook().status()).contains(WebhookStatus.ACTIVE);
    assertThat(onlyWebhook().verifiedAt()).isPresent();

    admin
        .webhooks("acme-corp")
        .update(created.id(), WebhookChange.events(EventSelection.everything()));
    assertThat(onlyWebhook().events().isEverything()).isTrue();
    assertThat(onlyWebhook().status()).contains(WebhookStatus.ACTIVE);

    admin.webhooks("acme-corp").delete(created.id());
    assertThat(admin.webhooks("acme-corp").list()).isEmpty();
    assertThat(admin.tenants().list())
        .singleElement()
        .satisfies(
            tenant -> {
              assertThat(tenant.orgId()).contains("acme-corp");
              assertThat(tenant.orgName()).contains("ACME Corp.");
              assertThat(tenant.raw().text()).doesNotContain(key.apiKey().reveal());
            });
  }

  @Test
  void aTenantMustBeRegisteredBeforeItsKey() {
    ApiException error =
        refusal(() -> admin.apiKeys().create(ApiKeyRequest.forTenant("nobody").named("Nobody")));

    assertThat(error.status()).isEqualTo(404);
    assertThat(error.code()).contains("NotFound");
    assertThat(error.vendorMessage()).contains("Tenant not registered");
    assertThat(error.operation()).isEqualTo("SmartphoneKeyAdmin.apiKeys.create");
  }

  @Test
  void thereIsOneActiveKeyForEachOrganisation() {
    admin
        .tenants()
        .create(NewTenant.withId("acme-corp").named("ACME").ownedBy("owner@acme.example"));
    Instant end = Instant.parse("2027-01-01T00:00:00Z");
    assertThat(
            admin
                .apiKeys()
                .create(ApiKeyRequest.forTenant("acme-corp").named("ACME").until(end))
                .expiresAt())
        .contains(end);

    assertThat(
            refusal(
                    () ->
                        admin.apiKeys().create(ApiKeyRequest.forTenant("acme-corp").named("ACME")))
                .status())
        .isEqualTo(409);
  }

  @Test
  void aRotatedKeyIsRefusedAtOnce() {
    Secret old = vendor.partnerKey("acme-corp");
    String id = vendor.addWebhook("acme-corp", URL);
    Secret next = vendor.rotateKey("acme-corp");

    try (SmartphoneKeySubscriptions partner = partner(old)) {
      assertThat(refusal(() -> partner.changeUrl(id, OTHER)).status()).isEqualTo(401);
    }
    try (SmartphoneKeySubscriptions partner = partner(next)) {
      partner.changeUrl(id, OTHER);
    }
    assertThat(vendor.status(id)).isEqualTo("pending");
  }

  @Test
  void aPartnerCannotTouchAnothersWebhook() {
    String id = vendor.addWebhook("other-corp", URL);

    try (SmartphoneKeySubscriptions partner = partner(vendor.partnerKey("acme-corp"))) {
      assertThat(refusal(() -> partner.changeUrl(id, OTHER)).status()).isEqualTo(404);
    }
    assertThat(vendor.status(id)).isEqualTo("active");
  }

  @Test
  void bothAdminHeadersAreNeeded() {
    try (SmartphoneKeyAdmin wrongToken = admin(b -> b.token(() -> Secret.of("wrong")));
        SmartphoneKeyAdmin wrongKey = admin(b -> b.adminKey(() -> Secret.of("wrong")))) {
      assertThat(refusal(() -> wrongToken.tenants().list()).status()).isEqualTo(401);
      assertThat(refusal(() -> wrongKey.tenants().list()).status()).isEqualTo(401);
    }
  }

  @Test
  void invalidNamesAreRefused() {
    vendor.partnerKey("acme-corp");

    ApiException error =
        refusal(
            () ->
                admin
                    .webhooks("acme-corp")
                    .create(URL, EventSelection.ofNames(Set.of("lock.opened"))));

    assertThat(error.status()).isEqualTo(400);
    assertThat(error.details()).contains("[\"events\"]");
  }

  @Test
  void plainHttpIsForTheDevelopmentEnvironmentOnly() {
    URI plain = URI.create("http://hooks.example.com/spk");
    vendor.partnerKey("acme-corp");
    assertThatThrownBy(() -> admin.webhooks("acme-corp").create(plain, EventSelection.everything()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https");

    try (SmartphoneKeyAdmin dev = admin(b -> b.environment(SmartphoneKeyEnvironment.DEV))) {
      assertThat(
              refusal(() -> dev.webhooks("acme-corp").create(plain, EventSelection.everything()))
                  .status())
          .isEqualTo(400);
      vendor.allowHttpCallbacks();
      dev.webhooks("acme-corp").create(plain, EventSelection.everything());
    }
    assertThat(onlyWebhook().url()).isEqualTo(plain);
  }

  @Test
  void longListsHavePages() {
    vendor.pageSize(3);
    for (int i = 0; i < 8; i++) {
      vendor.addWebhook("tenant-" + i, URL, "KeyAdded");
      vendor.addWebhook("acme-corp", URI.create("https://hooks.example.com/" + i), "KeyAdded");
    }

    assertThat(admin.webhooks("acme-corp").list())
        .extracting(SmartphoneKeyWebhook::url)
        .extracting(URI::getPath)
        .containsExactly("/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7");
    assertThat(admin.tenants().list()).extracting(SmartphoneKeyTenant::orgId).hasSize(9);
    assertThat(vendor.requests()).hasSize(8); // 4 pages each, which overlap by one item
  }

  @Test
  void idsAreWrittenIntoThePathSafely() {
    vendor.addWebhook("a/b c?d#e%2F+ü", URL);

    assertThat(admin.webhooks("a/b c?d#e%2F+ü").list()).hasSize(1);
    for (String id : new String[] {"", " ", ".", "..", "a\nb"}) {
      assertThatThrownBy(() -> admin.webhooks("acme-corp").delete(id))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aPlanIsAppliedOnceAndThenThereIsNothingToDo() {
    vendor.partnerKey("acme-corp");
    Set<String> handled = Set.of("KeyAdded", "KeyRemoved");
    admin.apply(
        SmartphoneKeyPlan.of("acme-corp", URL, handled, admin.webhooks("acme-corp").list()));
    assertThat(plan(handled).isUpToDate()).isTrue();

    admin.apply(plan(Set.of("KeyAdded", "Shadow Update")));
    assertThat(onlyWebhook().events())
        .isEqualTo(EventSelection.ofNames(Set.of("KeyAdded", "KeyRemoved", "Shadow Update")));
    assertThat(plan(Set.of("KeyAdded")).isUpToDate()).isTrue();

    vendor.addWebhook("acme-corp", URL, "KeyAdded");
    admin.apply(plan(handled));
    assertThat(onlyWebhook().events().names()).hasSize(3);
  }

  @Test
  void aLostResponseIsReportedAsUncertain() {
    vendor.partnerKey("acme-corp");
    for (ApiFault fault : List.of(ApiFault.responseLost(), ApiFault.responseCut())) {
      vendor.failNext(fault);
      TransportException error =
          catchThrowableOfType(
              TransportException.class,
              () -> admin.webhooks("acme-corp").create(URL, EventSelection.everything()));
      assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
      assertThat(error.mayHaveHappened()).isTrue();
    }
    assertThat(admin.webhooks("acme-corp").list()).hasSize(2);

    vendor.failNext(ApiFault.requestLost());
    assertThatThrownBy(() -> admin.webhooks("acme-corp").create(URL, EventSelection.everything()))
        .isInstanceOf(TransportException.class);
    assertThat(admin.webhooks("acme-corp").list()).hasSize(2);
  }

  @Test
  void aDeletionIsRetriedUntilItsResponseArrives() {
    String id = vendor.addWebhook("acme-corp", URL);
    vendor.failNext(ApiFault.responseLost(), ApiFault.status(503), ApiFault.responseCut());

    admin.webhooks("acme-corp").delete(id);

    assertThat(admin.webhooks("acme-corp").list()).isEmpty();
    assertThat(waits).hasSize(2);
  }

  @Test
  void waitsAfter429AsRequested() {
    vendor.failNext(ApiFault.tooManyRequests(Duration.ofSeconds(3)));

    assertThat(admin.tenants().list()).isEmpty();
    assertThat(waits)
        .singleElement()
        .satisfies(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4)));
  }

  @Test
  void aCallWithoutAResponseEndsWithItsBudget() {
    vendor.failNext(ApiFault.stalled());
    try (SmartphoneKeyAdmin impatient = admin(b -> b.timeout(Duration.ofMillis(200)))) {
      assertThat(
              catchThrowableOfType(TransportException.class, () -> impatient.tenants().list())
                  .reason())
          .isEqualTo(Reason.TIMED_OUT);
    }
  }

  @Test
  void aLateResponseWithinTheBudgetIsReturned() {
    vendor.failNext(ApiFault.delayed(Duration.ofMillis(50)));

    assertThat(admin.tenants().list()).isEmpty();
  }

  @Test
  void recordsRequestsForAssertions() {
    vendor.partnerKey("acme-corp");

    admin.webhooks("acme-corp").create(URL, EventSelection.everything());

    ApiRequest request = vendor.requests().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/tenants/acme-corp/webhooks");
    assertThat(request.header("x-admin-api-key")).contains(vendor.adminKey().reveal());
    assertThat(request.bodyText()).isEqualTo("{\"events\":[\"*\"],\"url\":\"%s\"}".formatted(URL));
    assertThat(request).hasToString("POST /tenants/acme-corp/webhooks");
  }

  @Test
  void faultsMayHaveNoDelay() {
    vendor.failNext(
        ApiFault.delayed(Duration.ZERO), ApiFault.status(503).retryAfter(Duration.ZERO));

    assertThat(admin.tenants().list()).isEmpty();
    assertThat(
            catchThrowableOfType(
                    ApiException.class,
                    () -> admin.with(CallOptions.idempotentCalls(false)).tenants().list())
                .retryAfter())
        .contains(Duration.ZERO);
  }

  @Test
  void callsCanRunOnOtherThreads() {
    Secret key = vendor.partnerKey("acme-corp");
    String id = vendor.addWebhook("acme-corp", URL);
    AsyncCalls calls = AsyncCalls.onNewThreads();
    try (SmartphoneKeySubscriptions partner = partner(key)) {
      calls
          .run(() -> partner.changeUrl(id, OTHER))
          .thenCombine(calls.call(() -> admin.webhooks("acme-corp").list()), (done, found) -> found)
          .toCompletableFuture()
          .join();
    }

    assertThat(onlyWebhook().url()).isEqualTo(OTHER);
  }

  private SmartphoneKeyPlan plan(Set<String> handled) {
    return SmartphoneKeyPlan.of("acme-corp", URL, handled, admin.webhooks("acme-corp").list());
  }

  private SmartphoneKeyWebhook onlyWebhook() {
    List<SmartphoneKeyWebhook> webhooks = admin.webhooks("acme-corp").list();
    assertThat(webhooks).hasSize(1);
    return webhooks.get(0);
  }

  private static ApiException refusal(ThrowingCallable call) {
    ApiException error = catchThrowableOfType(ApiException.class, call);
    assertThat(error).isNotNull();
    return error;
  }

  private SmartphoneKeyAdmin admin(UnaryOperator<SmartphoneKeyAdmin.Builder> more) {
    return more.apply(
            SmartphoneKeyAdmin.builder()
                .baseUrl(vendor.baseUrl())
                .adminKey(vendor::adminKey)
                .token(vendor::adminToken)
                .transport(TransportSettings.builder().sleeper(waits::add).build()))
        .build();
  }

  private SmartphoneKeySubscriptions partner(Secret key) {
    return SmartphoneKeySubscriptions.builder().baseUrl(vendor.baseUrl()).apiKey(() -> key).build();
  }
}
