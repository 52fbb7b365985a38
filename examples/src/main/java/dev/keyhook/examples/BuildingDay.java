package dev.keyhook.examples;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.events.schlagehome.SchlageHomeEvent;
import dev.keyhook.events.schlagehome.model.DeviceLockStateChanged;
import dev.keyhook.events.schlagehome.model.LockState;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.model.AccessLevel;
import dev.keyhook.events.smartphonekey.model.AccessibleLockAdded;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import dev.keyhook.testkit.schlagehome.SchlageHomeSamples;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.Outcome;
import dev.keyhook.webhooks.WebhookHttpHandler;
import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * A day at a building, over HTTP: the testkit plays two vendors, a forger and a broken connection,
 * and {@link Concierge} handles the events.
 *
 * <p>It prints each request and its result, and exits with 1 if a check fails. With {@code --serve}
 * the server keeps running, for requests of your own.
 */
public final class BuildingDay {

  static final String NEXT_TOKEN = "the next token";

  // The senders: SmartphoneKey with two tokens, one of which replaces the other, and Schlage Home.
  private final SmartphoneKeyDeliveries spk = SmartphoneKeyDeliveries.withNewBearerToken();
  private final SmartphoneKeyDeliveries spkNext = SmartphoneKeyDeliveries.withNewBearerToken();
  private final SchlageHomeDeliveries schlage = SchlageHomeDeliveries.withNewKey();

  // The receiving side.
  private final DeliveryVerifier spkVerifier =
      SmartphoneKeyWebhooks.bearerVerifier(
          spk.secret().labelled("the current token"), spkNext.secret().labelled(NEXT_TOKEN));
  private final DeliveryVerifier schlageVerifier =
      SchlageHomeWebhooks.signatureVerifier(schlage.publicKey());

  private final Concierge concierge = new Concierge();
  private final DayTable table;
  private final DayStage stage;
  private final HttpSender toSpk;
  private final HttpSender toSchlage;

  private BuildingDay(DayTable table) throws IOException {
    this.table = table;
    this.stage = new DayStage(table, concierge);
    this.toSpk =
        stage.open(
            "/hooks/smartphonekey",
            WebhookHttpHandler.of(
                SmartphoneKeyWebhooks.receiver(spkVerifier)
                    .partnerId("acme-corp")
                    .handle(concierge.smartphoneKey())
                    .listener(stage.requests())
                    .onFailure((delivery, cause) -> {}) // the table shows it
                    .build()));
    this.toSchlage =
        stage.open(
            "/hooks/schlage-home",
            WebhookHttpHandler.of(
                SchlageHomeWebhooks.receiver(schlageVerifier)
                    .handle(concierge.schlageHome())
                    .listener(stage.requests())
                    .onFailure((delivery, cause) -> {})
                    .build()));
  }

  /** Plays the day; with {@code --serve} it then serves until it is stopped. */
  public static void main(String[] args) throws Exception {
    boolean keepServing = Arrays.asList(args).contains("--serve");
    if (!run(System.out, DayTable.isTerminal(), keepServing)) {
      System.exit(1);
    }
  }

  static boolean run(PrintStream out, boolean isColoured, boolean keepServing) throws Exception {
    BuildingDay day = new BuildingDay(new DayTable(out, isColoured));
    try (day.stage) {
      boolean isPassed = day.play();
      if (keepServing) {
        day.serve();
      }
      return isPassed;
    }
  }

  private boolean play() {
    table.title("A day at Harbour House: two vendors, a forger and a broken connection");
    table.line("over HTTP, on port " + stage.port() + " of this machine");
    table.line("");
    table.head();
    morning();
    forenoon();
    afternoon();
    evening();
    return stage.summary();
  }

  private void morning() {
    spk("06:00", "verifies the URL with an empty POST", spk.verification(), Outcome.EMPTY);
    schlage("06:01", "validates the URL with OPTIONS", schlage.validation(), Outcome.VALIDATED);
    spk("07:30", "HubClaimed", spk.deliver(SmartphoneKeySamples.hubClaimed()), Outcome.HANDLED);
    WebhookRequest resident = spk.deliver(SmartphoneKeySamples.residentAdded());
    spk("08:00", "ResidentAdded", resident, Outcome.HANDLED);
    byte[] key = SmartphoneKeySamples.keyAdded();
    spk("08:05", "KeyAdded", spk.deliver(key), Outcome.HANDLED);
    spk("08:06", "KeyAdded, redelivered", spk.deliver(key), Outcome.DUPLICATE);

    byte[] open = SmartphoneKeySamples.lockOpenRequested();
    forgerAtSpk("08:40", "LockOpenRequested without a token", spk.unauthenticated(open));
    forgerAtSpk("08:41", "LockOpenRequested with a guessed token", spk.forged(open));
  }

  private void forenoon() {
    List<WebhookRequest> guest =
        spk.reordered(SmartphoneKeySamples.tempKeyCreated(), SmartphoneKeySamples.tempKeyUsed());
    spk("09:15", "TempKeyUsed, before its TempKeyCreated", guest.get(0), Outcome.HANDLED);
    spk("09:16", "TempKeyCreated", guest.get(1), Outcome.HANDLED);
    WebhookRequest pending = spk.deliver(SmartphoneKeySamples.shadowUpdate());
    spk("09:30", "Shadow Update", pending, Outcome.HANDLED);
    WebhookRequest converged = spk.deliver(SmartphoneKeySamples.named("ShadowUpdateConverged"));
    spk("09:31", "Shadow Update", converged, Outcome.HANDLED);

    byte[] unlocked = SchlageHomeSamples.lockStateChanged();
    WebhookRequest authentic = schlage.deliver(unlocked);
    schlage("10:10", "DeviceLockStateChanged", authentic, Outcome.HANDLED);
    forgerAtSchlage(
        "10:45", "the same, tampered", schlage.tampered(unlocked), Outcome.UNAUTHENTICATED);
    forgerAtSchlage(
        "10:46",
        "the same, signed with another key",
        schlage.forged(unlocked),
        Outcome.UNAUTHENTICATED);
    forgerAtSchlage("10:47", "the same, replayed", authentic, Outcome.DUPLICATE);

    byte[] command = SchlageHomeSamples.commandSucceeded();
    schlage(
        "11:20",
        "CommandSucceeded, plus a proxy's newline",
        withNewline(schlage.deliver(command)),
        Outcome.UNAUTHENTICATED);
    stage.burst(
        "11:30",
        "Schlage Home",
        "CommandSucceeded, 20 times at once",
        toSchlage,
        schlage.burst(command, 20));
  }

  private void afternoon() {
    byte[] removed = SmartphoneKeySamples.keyRemoved();
    concierge.setLogbookDown(true);
    spk("12:00", "KeyRemoved, while our logbook is down", spk.deliver(removed), Outcome.FAILED);
    concierge.setLogbookDown(false);
    spk("12:01", "KeyRemoved, redelivered", spk.deliver(removed), Outcome.HANDLED);

    WebhookRequest future = spk.deliver(SmartphoneKeySamples.unrecognized());
    spk("13:30", "DoorOpened, a future type", future, Outcome.HANDLED);
    WebhookRequest battery = schlage.deliver(SchlageHomeSamples.unrecognized());
    schlage("13:45", "DeviceBatteryLevelChanged, undocumented", battery, Outcome.HANDLED);
    spk("14:00", "AccessibleLockAdded, a new access level", newLevel(), Outcome.HANDLED);
    spk("14:30", "KeyAdded of another partner", spk.deliver(key("other")), Outcome.FOREIGN);

    SmartphoneKeyEvent key = key("acme-corp");
    WebhookRequest half = spk.truncated(key.raw().toByteArray());
    spk("15:00", "KeyAdded, truncated", half, Outcome.UNREADABLE);
    spk("15:01", "KeyAdded, redelivered", spk.deliver(key), Outcome.HANDLED);
  }

  private void evening() {
    stage.step(
        "17:00",
        "a browser",
        "opens the URL",
        toSchlage,
        schlageVerifier,
        WebhookRequest.builder("GET").build(),
        Outcome.METHOD_NOT_ALLOWED);
    stage.step(
        "17:30",
        "a forger",
        "2 MiB, with a stolen token",
        toSpk,
        spkVerifier,
        spk.huge(SmartphoneKeySamples.lockOpenRequested()),
        Outcome.TOO_LARGE);
    WebhookRequest key = spkNext.deliver(key("acme-corp"));
    spk("18:00", "KeyAdded, with the next token", key, Outcome.HANDLED);
    WebhookRequest locked =
        schlage.deliver(SchlageHomeSamples.named("DeviceLockStateChangedByHand"));
    schlage("22:30", "DeviceLockStateChanged", locked, Outcome.HANDLED);
  }

  private void spk(String time, String what, WebhookRequest request, Outcome expected) {
    stage.step(time, "SmartphoneKey", what, toSpk, spkVerifier, request, expected);
  }

  private void schlage(String time, String what, WebhookRequest request, Outcome expected) {
    stage.step(time, "Schlage Home", what, toSchlage, schlageVerifier, request, expected);
  }

  private void forgerAtSpk(String time, String what, WebhookRequest request) {
    stage.step(time, "a forger", what, toSpk, spkVerifier, request, Outcome.UNAUTHENTICATED);
  }

  private void forgerAtSchlage(String time, String what, WebhookRequest request, Outcome expected) {
    stage.step(time, "a forger", what, toSchlage, schlageVerifier, request, expected);
  }

  private static SmartphoneKeyEvent key(String partnerId) {
    KeyAdded key =
        KeyAdded.builder()
            .lockId(4321L)
            .uuid("6f1c2a90-3b7d-4c55-9e21-5d0a7b1c4321")
            .keyUuid(UUID.randomUUID().toString())
            .timestamp(Instant.parse("2026-05-04T15:00:00Z"))
            .build();
    return SmartphoneKeyEvent.builder(key)
        .id(UUID.randomUUID().toString())
        .time(Instant.parse("2026-05-04T15:00:00Z"))
        .partnerId(partnerId)
        .build();
  }

  private WebhookRequest newLevel() {
    AccessibleLockAdded access =
        AccessibleLockAdded.builder()
            .userId("3d5f7a1e-8b2c-4e90-a1d3-6c7f8e9b0a11")
            .lockId("0c9b8a7d-6e5f-4d3c-a2b1-f0e9d8c74323")
            .lockName("Apartment 12")
            .accessLevel(AccessLevel.of("CARETAKER"))
            .grantedBy("e4a2b8c6-7d1f-4b3a-8e5c-9f0d1a2b3c44")
            .build();
    return spk.deliver(
        SmartphoneKeyEvent.builder(access)
            .id(UUID.randomUUID().toString())
            .time(Instant.parse("2026-05-04T14:00:00Z"))
            .partnerId("acme-corp")
            .build());
  }

  /** Returns the request as a proxy sends it that appends a line break. */
  private static WebhookRequest withNewline(WebhookRequest request) {
    byte[] longer = Arrays.copyOf(request.body(), request.bodySize() + 1);
    longer[request.bodySize()] = '\n';
    String header = "WebHook-Signature";
    return WebhookRequest.of("POST", Map.of(header, request.header(header)), longer);
  }

  private void serve() throws InterruptedException {
    SchlageHomeEvent lock =
        SchlageHomeEvent.builder(
                DeviceLockStateChanged.builder().lockState(LockState.LOCKED).build())
            .id(UUID.randomUUID().toString().replace("-", ""))
            .time(Instant.parse("2026-05-04T23:00:00Z"))
            .build();
    table.line("");
    table.title("The server runs until Ctrl-C. Try these in another terminal:");
    example("A new key: 204. The same again: 204, a duplicate.");
    table.line(toSpk.curl(spk.deliver(key("acme-corp"))));
    example("A key with a forged token: 401.");
    table.line(toSpk.curl(spk.forged(key("acme-corp").raw().toByteArray())));
    example("A signed event: 204. Change anything in its last line: 401.");
    table.line(toSchlage.curl(schlage.deliver(lock)));
    example("The request by which Schlage Home validates a URL: 204.");
    table.line(toSchlage.curl(schlage.validation()));
    table.line("");
    table.head();
    stage.watch("now", "you");
    new CountDownLatch(1).await();
  }

  private void example(String text) {
    table.line("");
    table.title("# " + text);
  }
}
