package dev.keyhook.testkit.smartphonekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.subscriptions.PlanFailedException;
import dev.keyhook.subscriptions.PlanReport;
import dev.keyhook.subscriptions.PlanReport.Outcome;
import dev.keyhook.subscriptions.PlanStep;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportSettings;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyAdmin;
import dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyPlan;
import dev.keyhook.testkit.ApiFault;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** A plan never reduces deliveries, for any state and any network fault. */
class PlanSafetyTest {

  private static final URI URL = URI.create("https://hooks.example.com/spk");
  private static final List<String> TYPES =
      List.of("KeyAdded", "KeyRemoved", "LockCreated", "OwnerSet");

  private final FakeSmartphoneKeyApi vendor = FakeSmartphoneKeyApi.start();
  private Runnable beforeEachRequest = () -> {};

  @RepeatedTest(300)
  void everyHandledTypeIsDeliveredAfterwardsAndNoTypeIsLost(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    try (vendor;
        SmartphoneKeyAdmin admin = admin()) {
      vendor.partnerKey("acme-corp");
      for (int i = random.nextInt(4); i > 0; i--) {
        String id =
            vendor.addWebhook("acme-corp", URL, random.nextInt(5) == 0 ? all() : some(random));
        if (random.nextBoolean()) {
          vendor.unverified(id);
        }
      }
      Set<String> handled = Set.of(some(random));
      SmartphoneKeyPlan plan =
          SmartphoneKeyPlan.of("acme-corp", URL, handled, admin.webhooks("acme-corp").list());
      List<Set<String>> delivered = new ArrayList<>(List.of(delivered()));
      beforeEachRequest = () -> delivered.add(delivered());
      for (int i = random.nextInt(3); i > 0; i--) {
        vendor.failNext(fault(random), fault(random), fault(random));
      }

      applyUntilItSucceeds(admin, plan);

      delivered.add(delivered());
      for (int i = 1; i < delivered.size(); i++) {
        assertThat(delivered.get(i)).as("%s", plan).containsAll(delivered.get(i - 1));
      }
      assertThat(delivered()).as("%s", plan).containsAll(handled);
    }
  }

  private static void applyUntilItSucceeds(SmartphoneKeyAdmin admin, SmartphoneKeyPlan plan) {
    for (int i = 0; i < 20; i++) {
      try {
        admin.apply(plan);
        return;
      } catch (PlanFailedException e) {
        assertThat(e.report().results()).hasSameSizeAs(plan.steps());
      }
    }
    throw new AssertionError("There are fewer faults than attempts");
  }

  private Set<String> delivered() {
    Set<String> types = vendor.deliveredTo(URL);
    return types.contains("*") ? new TreeSet<>(TYPES) : types;
  }

  private static String[] all() {
    return new String[0];
  }

  private static String[] some(Random random) {
    List<String> types = new ArrayList<>(TYPES);
    Collections.shuffle(types, random);
    return types.subList(0, 1 + random.nextInt(types.size())).toArray(String[]::new);
  }

  private static ApiFault fault(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> ApiFault.status(503);
      case 1 -> ApiFault.requestLost();
      case 2 -> ApiFault.responseLost();
      default -> ApiFault.responseCut();
    };
  }

  @Test
  void aPlanThatFailsReportsItsFinishedStepsAndCanBeAppliedAgain() {
    try (vendor;
        SmartphoneKeyAdmin admin = admin()) {
      String stopped = vendor.addWebhook("acme-corp", URL, "KeyAdded");
      vendor.unverified(stopped);
      SmartphoneKeyPlan plan =
          SmartphoneKeyPlan.of(
              "acme-corp", URL, Set.of("KeyAdded"), admin.webhooks("acme-corp").list());
      PlanStep create = PlanStep.create(List.of("KeyAdded"));
      PlanStep delete = PlanStep.delete(stopped);
      // The list succeeds, then the response to the creation is lost.
      List<Integer> requests = new ArrayList<>();
      beforeEachRequest =
          () -> {
            requests.add(1);
            if (requests.size() == 2) {
              vendor.failNext(ApiFault.responseLost());
            }
          };

      assertThatThrownBy(() -> admin.apply(plan))
          .isInstanceOfSatisfying(
              PlanFailedException.class,
              error ->
                  assertThat(error.report().results())
                      .containsExactly(
                          PlanReport.StepResult.of(create, Outcome.FAILED),
                          PlanReport.StepResult.of(delete, Outcome.NOT_REACHED)))
          .hasCauseInstanceOf(TransportException.class);

      assertThat(admin.apply(plan).results())
          .containsExactly(
              PlanReport.StepResult.of(create, Outcome.SKIPPED),
              PlanReport.StepResult.of(delete, Outcome.DONE));
      assertThat(admin.webhooks("acme-corp").list()).hasSize(1);
    }
  }

  @Test
  void aPlanFromAnOldStateDeletesNothingThatIsNeededNow() {
    try (vendor;
        SmartphoneKeyAdmin admin = admin()) {
      String first = vendor.addWebhook("acme-corp", URL, "KeyAdded");
      String second = vendor.addWebhook("acme-corp", URL, "KeyAdded");
      SmartphoneKeyPlan plan =
          SmartphoneKeyPlan.of(
              "acme-corp", URL, Set.of("KeyAdded"), admin.webhooks("acme-corp").list());
      String deleted = plan.steps().get(0).id().orElseThrow();
      admin.webhooks("acme-corp").delete(deleted.equals(first) ? second : first);

      assertThat(admin.apply(plan).results())
          .extracting(PlanReport.StepResult::outcome)
          .containsExactly(Outcome.SKIPPED);
      assertThat(vendor.deliveredTo(URL)).containsExactly("KeyAdded");
    }
  }

  private SmartphoneKeyAdmin admin() {
    return SmartphoneKeyAdmin.builder()
        .baseUrl(vendor.baseUrl())
        .adminKey(
            () -> {
              beforeEachRequest.run();
              return vendor.adminKey();
            })
        .token(vendor::adminToken)
        .transport(TransportSettings.builder().sleeper(time -> {}).build())
        .build();
  }
}
