package dev.keyhook.cli.demo;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.WebhookRequest;
import dev.keyhook.WebhookResponse;
import dev.keyhook.cli.body.EventFacts;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.cli.send.SendCommand;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvent;
import dev.keyhook.events.smartphonekey.model.KeyAdded;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.schlagehome.SchlageHomeDeliveries;
import dev.keyhook.testkit.schlagehome.SchlageHomeSamples;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.verification.Explanation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;

/** The script of the day: two vendors, an attacker, a broken connection and a power cut. */
final class Day implements AutoCloseable {

  private static final String HANDLED = "204 stored, handled once";
  private static final String DUPLICATE = "204 duplicate, not handled again";

  private final SmartphoneKeyDeliveries spk = SmartphoneKeyDeliveries.withNewBearerToken();
  private final SchlageHomeDeliveries schlage = SchlageHomeDeliveries.withNewKey();
  private final DayTable table;
  private Receiver receiver;

  Day(DayTable table, Path folder) throws IOException {
    this.table = table;
    Path key = Files.writeString(folder.resolve("schlage-home.pem"), schlage.publicKeyPem());
    Path token = Files.writeString(folder.resolve("token"), spk.secret().reveal());
    this.receiver =
        Receiver.start(
            folder,
            List.of(
                "--smartphonekey-token",
                "@" + token,
                "--schlage-home-key",
                key.toString(),
                "--partner-id",
                "acme-corp"));
  }

  boolean play() throws IOException {
    table.title("A day at Harbour House: two vendors, an attacker and a power cut");
    morning();
    forenoon();
    powerCut();
    evening();
    return table.verdict();
  }

  private void morning() {
    spk("06:00", "verifies the URL with an empty POST", spk.verification(), "204");
    schlage("06:01", "validates the URL with OPTIONS", schlage.validation(), "204");
    byte[] key = SmartphoneKeySamples.keyAdded();
    spk("08:05", "KeyAdded", spk.deliver(key), HANDLED);
    spk("08:06", "KeyAdded, redelivered", spk.deliver(key), DUPLICATE);
    byte[] open = SmartphoneKeySamples.lockOpenRequested();
    attacker(
        "08:40", "LockOpenRequested without a token", spk.unauthenticated(open), "HEADER_MISSING");
    attacker("08:41", "LockOpenRequested with a guessed token", spk.forged(open), "UNKNOWN");
  }

  private void forenoon() {
    byte[] unlocked = SchlageHomeSamples.lockStateChanged();
    WebhookRequest authentic = schlage.deliver(unlocked);
    schlage("10:10", "DeviceLockStateChanged", authentic, HANDLED);
    String tampered = cause(schlage.verifier(), schlage.tampered(unlocked));
    schlage("10:45", "an attacker changes it", schlage.tampered(unlocked), "401 " + tampered);
    schlage("10:46", "an attacker replays it", authentic, DUPLICATE);
    byte[] command = SchlageHomeSamples.commandSucceeded();
    WebhookRequest longer = withNewline(schlage.deliver(command));
    schlage("11:20", "CommandSucceeded, a proxy adds a newline", longer, "401 NEWLINE_CHANGED");
    burst("11:30", schlage.burst(command, 20), command);
    spk(
        "11:45",
        "DoorOpened, a future type",
        spk.deliver(SmartphoneKeySamples.unrecognized()),
        HANDLED);
    spk("11:50", "KeyAdded of another partner", spk.deliver(key("other")), "403");
    spk("11:55", "KeyAdded, truncated", spk.truncated(key("acme-corp").raw().toByteArray()), "204");
  }

  /** Sends at a rate, kills the receiver in the middle, and reports missing events. */
  private void powerCut() throws IOException {
    StringWriter out = new StringWriter();
    CommandLine send = new CommandLine(new SendCommand());
    send.setCaseInsensitiveEnumValuesAllowed(true).setOut(new PrintWriter(out, true));
    String[] command = {
      "--to", receiver.base().toString(), "--type", "KeyAdded,KeyRemoved", "--count", "600",
      "--rate", "200/s", "--token", spk.secret().reveal(), "--retry", "eventbridge",
      "--time-scale", "100", "--reconcile", receiver.log().toString(), "--wait", "60s"
    };
    long before = lines();
    CompletableFuture<Integer> exitCode =
        CompletableFuture.supplyAsync(() -> send.execute(command));
    while (lines() < before + 150 && !exitCode.isDone()) {
      LockSupport.parkNanos(5_000_000);
    }
    receiver = receiver.afterPowerCut();
    String actual = exitCode.join() == 0 ? "0 of 600 events are missing" : out.toString();
    table.step(
        "14:00",
        "the power",
        "fails while 600 events arrive",
        "0 of 600 events are missing",
        actual);
  }

  private long lines() throws IOException {
    return Files.exists(receiver.log()) ? Files.readAllLines(receiver.log()).size() : 0;
  }

  private void evening() {
    byte[] huge = SmartphoneKeySamples.lockOpenRequested();
    spk("17:30", "2 MiB, with a stolen token", spk.huge(huge), "413");
    WebhookRequest locked =
        schlage.deliver(SchlageHomeSamples.named("DeviceLockStateChangedByHand"));
    schlage("22:30", "DeviceLockStateChanged, by hand", locked, HANDLED);
  }

  private void spk(String time, String what, WebhookRequest request, String expected) {
    step(time, Vendor.SMARTPHONEKEY, what, request, expected);
  }

  private void schlage(String time, String what, WebhookRequest request, String expected) {
    step(time, Vendor.SCHLAGE_HOME, what, request, expected);
  }

  private void attacker(String time, String what, WebhookRequest request, String cause) {
    String actual =
        sender(Vendor.SMARTPHONEKEY).send(request).status() + " " + cause(spk.verifier(), request);
    table.step(time, "an attacker", what, "401 " + cause, actual);
  }

  private void step(
      String time, Vendor vendor, String what, WebhookRequest request, String expected) {
    String id = expected.startsWith("204 ") ? id(vendor, request) : "";
    long before = id.isEmpty() ? 0 : receiver.handled(id);
    WebhookResponse response = sender(vendor).send(request);
    String actual = Integer.toString(response.status());
    if (response.status() == 401) {
      actual += " " + cause(schlage.verifier(), request);
    } else if (!id.isEmpty() && response.status() == 204) {
      long times = receiver.awaitHandled(id);
      actual = before == 0 ? "204 stored, handled " + times(times) : duplicate(before, times);
    }
    table.step(time, vendor.label(), what, expected, actual);
  }

  private static String times(long times) {
    return times == 1 ? "once" : times + " times";
  }

  private static String duplicate(long before, long after) {
    return before == after ? DUPLICATE : "204 duplicate, handled again";
  }

  private void burst(String time, List<WebhookRequest> burst, byte[] body) {
    List<WebhookResponse> responses = sender(Vendor.SCHLAGE_HOME).sendAtOnce(burst);
    boolean isStored = responses.stream().allMatch(response -> response.status() == 204);
    String id = EventFacts.of(Vendor.SCHLAGE_HOME, body).id().orElse("");
    String actual =
        (isStored ? "204" : "not 204") + " stored, handled " + times(receiver.awaitHandled(id));
    table.step(time, "Schlage Home", "CommandSucceeded, 20 times at once", HANDLED, actual);
  }

  private HttpSender sender(Vendor vendor) {
    return HttpSender.to(receiver.base().resolve(vendor.path()));
  }

  private static String id(Vendor vendor, WebhookRequest request) {
    return EventFacts.of(vendor, request.body()).id().orElse("");
  }

  private static String cause(DeliveryVerifier verifier, WebhookRequest request) {
    return Explanation.of(verifier, request).cause().name();
  }

  private static SmartphoneKeyEvent key(String partnerId) {
    Instant time = Instant.parse("2026-05-04T15:00:00Z");
    KeyAdded key =
        KeyAdded.builder()
            .lockId(4321L)
            .uuid("6f1c2a90-3b7d-4c55-9e21-5d0a7b1c4321")
            .keyUuid(UUID.randomUUID().toString())
            .timestamp(time)
            .build();
    return SmartphoneKeyEvent.builder(key)
        .id(UUID.randomUUID().toString())
        .time(time)
        .partnerId(partnerId)
        .build();
  }

  private static WebhookRequest withNewline(WebhookRequest request) {
    byte[] longer = Arrays.copyOf(request.body(), request.bodySize() + 1);
    longer[request.bodySize()] = '\n';
    String header = "WebHook-Signature";
    return WebhookRequest.builder("POST")
        .header(header, request.header(header).get(0))
        .body(longer)
        .build();
  }

  @Override
  public void close() {
    receiver.close();
  }
}
