package dev.keyhook.subscriptions.smartphonekey;

import static dev.keyhook.subscriptions.RawServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.PlanStep;
import dev.keyhook.subscriptions.PlanWarning;
import dev.keyhook.subscriptions.PlanWarning.Kind;
import dev.keyhook.subscriptions.RawServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

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
    assertThat(SmartphoneKeyEventName.known()).hasSize(74);
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
    try (RawServer server = RawServer.start();
        SmartphoneKeyAdmin admin =
            SmartphoneKeyAdmin.builder()
                .baseUrl(server.url())
                .adminKey(() -> Secret.of("admin-key"))
                .token(() -> Secret.of("admin-token"))
                .build()) {
      server.always(json(200, "{\"webhooks\":[" + String.join(",", webhooks) + "]}"));
      return admin.webhooks("acme-corp");
    }
  }
}
