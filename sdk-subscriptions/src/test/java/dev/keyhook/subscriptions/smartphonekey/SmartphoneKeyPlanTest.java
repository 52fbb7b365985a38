package dev.keyhook.subscriptions.smartphonekey;

import static dev.keyhook.subscriptions.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.MissingFieldException;
import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiServer;
import dev.keyhook.subscriptions.PlanStep;
import dev.keyhook.subscriptions.PlanWarning;
import dev.keyhook.subscriptions.PlanWarning.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmartphoneKeyPlanTest {

  private static final URI URL = URI.create("https://hooks.example.com/spk?key=pl4nted");

  @Test
  void createsWhatIsNotThere() {
    SmartphoneKeyPlan plan = plan(Set.of("KeyRemoved", "KeyAdded"), List.of());

    assertThat(plan.steps()).containsExactly(PlanStep.create(List.of("KeyAdded", "KeyRemoved")));
    assertThat(plan.warnings()).isEmpty();
    assertThat(plan.isUpToDate()).isFalse();
  }

  @Test
  void hasNothingToDoWhenAllIsThere() throws IOException {
    SmartphoneKeyPlan plan =
        plan(Set.of("KeyAdded"), existing(webhook("w1", URL, "active", "\"KeyAdded\"")));

    assertThat(plan.isUpToDate()).isTrue();
    assertThat(plan.toString()).contains("nothing to do").doesNotContain("pl4nted");
  }

  @Test
  void addsTypesAndTakesNoneAway() throws IOException {
    SmartphoneKeyPlan plan =
        plan(Set.of("KeyAdded"), existing(webhook("w1", URL, "active", "\"LockCreated\"")));

    assertThat(plan.steps())
        .containsExactly(PlanStep.change("w1", List.of("KeyAdded", "LockCreated")));
    assertThat(warnings(plan)).containsOnlyKeys(Kind.NOT_HANDLED);
    assertThat(warnings(plan).get(Kind.NOT_HANDLED)).containsExactly("LockCreated");
  }

  @Test
  void leavesASubscriptionToEverythingAlone() throws IOException {
    SmartphoneKeyPlan plan =
        plan(Set.of("KeyAdded"), existing(webhook("w1", URL, "active", "\"*\"")));

    assertThat(plan.isUpToDate()).isTrue();
    assertThat(warnings(plan).get(Kind.NOT_HANDLED))
        .contains("LockCreated")
        .doesNotContain("KeyAdded", "ReportedShadowUpdated");
  }

  @Test
  void deletesDuplicatesAndLosesNoneOfTheirTypes() throws IOException {
    SmartphoneKeyPlan plan =
        plan(
            Set.of("KeyAdded"),
            existing(
                webhook("w1", URL, "active", "\"KeyAdded\""),
                webhook("w2", URL, "active", "\"KeyAdded\",\"OwnerSet\"")));

    assertThat(plan.steps()).containsExactly(PlanStep.delete("w1"));
    assertThat(plan.events()).isEqualTo(EventSelection.ofNames(Set.of("KeyAdded", "OwnerSet")));
  }

  @Test
  void deletesThePendingOneOfTwoEqualWebhooks() throws IOException {
    SmartphoneKeyPlan plan =
        plan(
            Set.of("KeyAdded"),
            existing(
                webhook("w1", URL, "pending", "\"KeyAdded\""),
                webhook("w2", URL, "active", "\"KeyAdded\"")));

    assertThat(plan.steps()).containsExactly(PlanStep.delete("w1"));
  }

  @Test
  void neverTouchesAnActiveWebhookThatDeliversWhatIsHandled() throws IOException {
    SmartphoneKeyPlan plan =
        plan(
            Set.of("KeyAdded"),
            existing(
                webhook("w1", URL, "pending", "\"*\""),
                webhook("w2", URL, "active", "\"KeyAdded\",\"OwnerSet\""),
                webhook("w3", URL, "active", "\"KeyAdded\",\"LockCreated\"")));

    assertThat(plan.isUpToDate()).isTrue();
    assertThat(warnings(plan).get(Kind.DUPLICATE)).containsExactly("w2", "w3");
  }

  @Test
  void createsAnActiveWebhookBesideOneThatStoppedDelivering() throws IOException {
    SmartphoneKeyPlan plan =
        plan(
            Set.of("KeyAdded"),
            existing(
                "{\"id\":\"w1\",\"url\":\"%s\",\"status\":\"pending\",\"events\":[\"KeyAdded\"],\"updatedAt\":1}"
                    .formatted(URL)));

    assertThat(plan.steps())
        .containsExactly(PlanStep.create(List.of("KeyAdded")), PlanStep.delete("w1"));
  }

  @Test
  void createsNoSecondWebhookWhereNewOnesWaitForTheirVerification() throws IOException {
    SmartphoneKeyPlan plan =
        plan(Set.of("KeyAdded"), existing(webhook("w1", URL, "pending", "\"KeyAdded\"")));

    assertThat(plan.isUpToDate()).isTrue();
    assertThat(warnings(plan).get(Kind.NOT_ACTIVE)).containsExactly("w1");
  }

  @Test
  void doesNotJudgeAWebhookWhoseStatusItDoesNotKnow() throws IOException {
    List<SmartphoneKeyWebhook> existing =
        existing(
            webhook("w1", URL, "verified", "\"KeyAdded\""),
            webhook("w2", URL, "verified", "\"KeyAdded\""));

    assertThat(plan(Set.of("KeyAdded"), existing).isUpToDate()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"*\"", "{}", "[]", "[null]", "[\"KeyAdded\",{\"name\":\"*\"}]"})
  void refusesToPlanFromAListWhoseEventsCannotBeRead(String events) throws IOException {
    List<SmartphoneKeyWebhook> existing =
        existing(
            "{\"id\":\"w1\",\"url\":\"%s\",\"status\":\"active\",\"events\":%s}"
                .formatted(URL, events),
            webhook("w2", URL, "active", "\"KeyAdded\""));

    assertThatThrownBy(() -> plan(Set.of("KeyAdded"), existing))
        .isInstanceOf(MissingFieldException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://HOOKS.example.com/spk?key=pl4nted",
        "https://hooks.example.com:443/spk?key=pl4nted",
        "HTTPS://hooks.example.com/./a/../spk?key=pl4nted",
        "https://hooks.example.com/%73pk?key=pl4nted"
      })
  void recognizesItsUrlInEveryEquivalentSpelling(String spelling) throws IOException {
    SmartphoneKeyPlan plan =
        plan(
            Set.of("KeyAdded"),
            existing(webhook("w1", URI.create(spelling), "active", "\"KeyAdded\"")));

    assertThat(plan.isUpToDate()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example.com/SPK?key=pl4nted",
        "https://hooks.example.com:8443/spk?key=pl4nted",
        "https://hooks.example.com/spk?key=other",
        "https://hooks.example.com/spk",
        "https://hooks.example.com/spk%2F?key=pl4nted"
      })
  void tellsUrlsApartThatAreNotEquivalent(String other) throws IOException {
    SmartphoneKeyPlan plan =
        plan(
            Set.of("KeyAdded"),
            existing(webhook("w1", URI.create(other), "active", "\"KeyAdded\"")));

    assertThat(plan.steps()).containsExactly(PlanStep.create(List.of("KeyAdded")));
  }

  @Test
  void leavesOtherUrlsAloneAndSaysSo() throws IOException {
    SmartphoneKeyPlan plan =
        plan(
            Set.of("KeyAdded"),
            existing(webhook("w1", URI.create("https://other.example/"), "active", "\"*\"")));

    assertThat(plan.steps()).containsExactly(PlanStep.create(List.of("KeyAdded")));
    assertThat(warnings(plan).get(Kind.OTHER_URL)).containsExactly("w1");
  }

  @Test
  void warnsOfWhatWillNotArrive() throws IOException {
    SmartphoneKeyPlan plan =
        plan(
            Set.of("KeyAdded", "ReportedShadowUpdated", "AlarmTriggered", "DoorPropped"),
            existing(webhook("w1", URL, "pending", "\"KeyAdded\"")));

    assertThat(warnings(plan).get(Kind.NEVER_DELIVERED)).containsExactly("ReportedShadowUpdated");
    assertThat(warnings(plan).get(Kind.NOT_CONFIRMED)).containsExactly("AlarmTriggered");
    assertThat(warnings(plan).get(Kind.UNKNOWN_NAME)).containsExactly("DoorPropped");
    assertThat(warnings(plan).get(Kind.NOT_ACTIVE)).containsExactly("w1");
    assertThat(plan.steps())
        .containsExactly(
            PlanStep.change("w1", List.of("AlarmTriggered", "DoorPropped", "KeyAdded")));
  }

  @Test
  void refusesToPlanForNothing() {
    assertThatThrownBy(() -> plan(Set.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> plan(Set.of("DesiredShadowUpdated"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> plan(Set.of("*"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("everything()");
  }

  @Test
  void writesTheRequestThatAPartnerMustSend() {
    assertThat(plan(Set.of("KeyRemoved", "KeyAdded"), List.of()).requestText())
        .contains("acme-corp", URL.toString(), "  KeyAdded\n  KeyRemoved\n");
  }

  @Test
  void knowsEveryNameAndWhichTwoNeverArrive() {
    assertThat(SmartphoneKeyEventName.known()).hasSize(90);
    assertThat(SmartphoneKeyEventName.known())
        .filteredOn(name -> name.delivery() == SmartphoneKeyEventName.Delivery.NEVER)
        .extracting(SmartphoneKeyEventName::value)
        .containsExactly("DesiredShadowUpdated", "ReportedShadowUpdated");
    assertThat(SmartphoneKeyEventName.known())
        .filteredOn(name -> name.delivery() == SmartphoneKeyEventName.Delivery.PROMISED)
        .hasSize(56)
        .contains(SmartphoneKeyEventName.SHADOW_UPDATE);
    EventSelection selection =
        EventSelection.ofNames(Set.of("KeyAdded", "ReportedShadowUpdated", "New"));
    assertThat(selection.neverDelivered())
        .containsExactly(SmartphoneKeyEventName.of("ReportedShadowUpdated"));
    assertThat(selection.includes(SmartphoneKeyEventName.KEY_ADDED)).isTrue();
    assertThat(selection.includes(SmartphoneKeyEventName.KEY_REMOVED)).isFalse();
    assertThat(EventSelection.everything().includes(SmartphoneKeyEventName.of("New"))).isTrue();
    assertThat(SmartphoneKeyEventName.of("New").isKnown()).isFalse();
    assertThatThrownBy(() -> EventSelection.ofNames(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStatusIsTheSameInAnyLetterCase() {
    assertThat(WebhookStatus.of("ACTIVE")).isEqualTo(WebhookStatus.ACTIVE);
    assertThat(WebhookStatus.of("Active")).hasSameHashCodeAs(WebhookStatus.ACTIVE);
    assertThat(WebhookStatus.of("Active").value()).isEqualTo("Active");
    assertThat(WebhookStatus.of("paused")).isNotEqualTo(WebhookStatus.of("Paused"));
    assertThat(WebhookStatus.PENDING).isNotEqualTo(WebhookStatus.ACTIVE);
  }

  @Test
  void environmentsHaveNames() {
    assertThat(SmartphoneKeyEnvironment.named("Stage").baseUrl())
        .hasToString("https://admin-api.spk-stage.workers.dev");
    assertThat(SmartphoneKeyEnvironment.named("dev").allowsHttpCallbacks()).isTrue();
    assertThat(SmartphoneKeyEnvironment.PROD.allowsHttpCallbacks()).isFalse();
    assertThatThrownBy(() -> SmartphoneKeyEnvironment.named("production"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SmartphoneKeyPlan plan(Set<String> handled, List<SmartphoneKeyWebhook> existing) {
    return SmartphoneKeyPlan.of("acme-corp", URL, handled, existing);
  }

  private static Map<Kind, SortedSet<String>> warnings(SmartphoneKeyPlan plan) {
    return plan.warnings().stream()
        .collect(Collectors.toMap(PlanWarning::kind, PlanWarning::subjects));
  }

  private static String webhook(String id, URI url, String status, String events) {
    return "{\"id\":\"%s\",\"url\":\"%s\",\"status\":\"%s\",\"events\":[%s]}"
        .formatted(id, url, status, events);
  }

  private static List<SmartphoneKeyWebhook> existing(String... webhooks) throws IOException {
    try (ApiServer server = ApiServer.start();
        SmartphoneKeyAdmin admin =
            SmartphoneKeyAdmin.builder()
                .baseUrl(server.url())
                .adminKey(() -> Secret.of("admin-key"))
                .token(() -> Secret.of("admin-token"))
                .build()) {
      server.always(json(200, "{\"webhooks\":[" + String.join(",", webhooks) + "]}"));
      return admin.webhooks("acme-corp").list();
    }
  }
}
