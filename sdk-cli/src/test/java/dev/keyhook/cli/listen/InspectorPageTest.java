package dev.keyhook.cli.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyhook.cli.Command;
import dev.keyhook.cli.Json;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * The page in a real browser, in each of its states: empty, with deliveries, one refused, one with
 * deviations, a duplicate, sensitive fields masked and shown, the dialogs, the inbox with and
 * without dead letters and with lanes that wait, ten thousand deliveries, light, dark, and on a
 * phone.
 */
class InspectorPageTest {

  private static final String SCRIPT =
      "<script>document.title='owned'</script><img src=x onerror=\\\"document.title='owned'\\\">";

  private static final String DEAD_LETTERS =
      "document.querySelectorAll('[aria-label=\"Dead letters\"] tbody tr')";
  private static final String LANES =
      "document.querySelectorAll('[aria-label=\"Lanes that wait\"] tbody tr')";

  private static Browser browser;

  @TempDir private Path folder;
  private Listening server;

  @BeforeAll
  static void open() {
    assumeTrue(
        Browser.isInstalled(),
        "The tests of the page are skipped: install Chromium with apt-get install chromium chromium-driver");
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    serve(Listening.start(null, folder.resolve("keyhook.db").toString()));
  }

  private void serve(Listening started) {
    server = started;
    browser.size(1440, 900, false);
    browser.show(server.base() + "/");
    browser.await("document.getElementById('live').classList.contains('on')");
    browser.theme("light");
  }

  @AfterEach
  void stop() {
    browser.show("about:blank");
    browser.errors(); // so that the next test does not see them
    server.close();
  }

  /** Restarts the server with other settings. */
  private void serveAnew(String inbox, double failShare) throws Exception {
    stop();
    serve(Listening.start(null, inbox, failShare));
  }

  /** Waits for a button and clicks it in one script, because the page redraws its buttons. */
  private void click(String buttons, String text) {
    browser.await(
        "(button => { button?.click(); return button; })"
            + "([...document.querySelectorAll('"
            + buttons
            + " button')].find(button => button.textContent.startsWith('"
            + text
            + "')))");
  }

  private void awaitRows(int count) {
    browser.await("document.querySelectorAll('.row').length >= " + count);
  }

  private void choose(String text) {
    browser.element("filter").clear();
    browser.element("filter").sendKeys(text);
    browser.await("document.querySelectorAll('.row').length > 0");
    browser.run("document.querySelector('.row').click()");
    browser.await("document.querySelector('#detail h2') !== null");
  }

  private List<String> seriousFindings() throws Exception {
    try (InputStream axe = getClass().getResourceAsStream("/axe.min.js")) {
      browser.run(new String(Objects.requireNonNull(axe).readAllBytes(), UTF_8));
    }
    Object found =
        browser.runAsync(
            "const done = arguments[0]; axe.run().then(result => done(JSON.stringify(result.violations"
                + ".filter(each => ['serious', 'critical'].includes(each.impact))"
                + ".map(each => each.id + ': ' + each.nodes.map(node => node.html).join(' | ')))));");
    return Arrays.asList(Json.mapper().readValue(String.valueOf(found), String[].class));
  }

  @Test
  void anEmptyPageSaysWhatToDo() throws Exception {
    assertThat(browser.element("empty").getText())
        .contains("Waiting for deliveries", server.base() + "/hooks/smartphonekey");
    assertThat(seriousFindings()).isEmpty();
    browser.screenshot("empty");
  }

  @Test
  void aSampleFromTheDialogAppearsWithItsDetail() throws Exception {
    browser.element("open-send").click();
    assertThat(seriousFindings()).isEmpty();
    browser.screenshot("send");
    browser.element("send-submit").click();
    awaitRows(1);
    browser.element("send-close").click();
    choose("KeyAdded");
    browser.await("document.querySelectorAll('#detail .line').length > 10");
    assertThat(browser.element("detail").getText())
        .contains(
            "A key was added to a lock", "keyUuid", ".on(KeyAdded.class", "The inbox has stored");
    browser.await("document.querySelector('#detail .badge').textContent === 'handled'");
    assertThat(seriousFindings()).isEmpty();
    browser.screenshot("detail");
  }

  @Test
  void aRefusedDeliveryIsExplained() throws Exception {
    server.sample("DeviceLockStateChanged", SampleFault.TAMPERED);
    choose("unauthenticated");
    assertThat(browser.element("detail").getText())
        .contains("The sender could not be authenticated", "signature");
    assertThat(seriousFindings()).isEmpty();
    browser.screenshot("refused");
  }

  @Test
  void deviationsAreMarkedAndSensitiveFieldsMaskedUntilAskedFor() throws Exception {
    server.sample("RtspCameraRegistered", SampleFault.UNKNOWN_FIELD);
    choose("Rtsp");
    browser.await("document.querySelector('#detail .differs') !== null");
    assertThat(browser.all("#detail .differs").get(0).getText()).contains("addedTomorrow");
    assertThat(browser.all("#detail .masked")).isNotEmpty();
    browser.run("document.getElementById('reveal').scrollIntoView()");
    browser.screenshot("deviation");
    browser.element("reveal").click();
    browser.await("document.querySelectorAll('#detail .masked').length === 0");
    browser.theme("dark");
    assertThat(seriousFindings()).isEmpty();
    browser.screenshot("dark");
  }

  @Test
  void hostileContentIsOnlyText() throws Exception {
    String body =
        ("{\"id\":\"X\",\"detail-type\":\"X\",\"time\":\"X\",\"source\":\"X\",\"X\":\"X\",\"detail\":"
                + "{\"partnerId\":\"X\",\"aggregateType\":\"X\",\"aggregateId\":\"X\",\"data\":{\"X\":[\"X\",{\"X\":\"X\"}]}}}")
            .replace("X", SCRIPT);
    server.deliver(body, "X-Script", SCRIPT.replace("\\", ""), "X-Na!#$%&'*+-.^_`|~me", "value");
    server.deliver("<script>document.title='owned'</script>");
    awaitRows(2);
    for (int i = 0; i < 2; i++) {
      // Rows are drawn again when something changes, so they are found anew.
      browser.run("document.querySelectorAll('.row')[" + i + "].click()");
      browser.await("document.querySelector('#detail h2') !== null");
      browser.run("document.getElementById('reveal')?.click()");
    }
    browser.element("tab-inbox").click();
    browser.await(DEAD_LETTERS + ".length === 1");
    assertThat(browser.run("return document.title")).isEqualTo("Keyhook");
    assertThat(
            browser.all("#view-deliveries img, #rows script, #detail script, #view-inbox script"))
        .isEmpty();
    assertThat(browser.errors()).as("no violation of the content security policy").isEmpty();
  }

  @Test
  void theInboxShowsDeadLettersAndRepairsThem() throws Exception {
    browser.element("tab-inbox").click();
    browser.await("document.getElementById('view-inbox').textContent.includes('Nothing waits')");
    server.sample("KeyAdded", SampleFault.TRUNCATED);
    browser.await(DEAD_LETTERS + ".length === 1");
    assertThat(browser.element("view-inbox").getText()).contains("not readable", "dead letters");
    assertThat(seriousFindings()).isEmpty();
    browser.screenshot("inbox");
    browser.run("window.confirm = () => true");
    click("#inbox-live td", "Discard");
    browser.await(DEAD_LETTERS + ".length === 0");
    assertThat(browser.element("view-inbox").getText()).contains("1 discarded");
    server.sample("KeyAdded", SampleFault.TRUNCATED);
    click("#inbox-live td", "Retry");
    browser.await("document.getElementById('inbox-message').textContent.startsWith('1 to be')");
  }

  @Test
  void theInboxShowsLanesThatWaitAndRetriesThem() throws Exception {
    serveAnew(folder.resolve("failing.db").toString(), 1);
    server.sample("KeyAdded", SampleFault.NONE);
    server.sample("DeviceLockStateChanged", SampleFault.NONE);
    browser.element("tab-inbox").click();
    browser.await(LANES + ".length === 2");
    browser.await(LANES + "[0].textContent.includes('waits to retry')");
    assertThat(browser.element("view-inbox").getText())
        .contains("1 failed, SimulatedFailure", "backlog", "oldest");
    assertThat(seriousFindings()).isEmpty();
    browser.screenshot("lanes");
    click("#inbox-live td", "Retry now");
    browser.await(
        "document.getElementById('inbox-message').textContent.includes('to be handled again')");
    browser.await("/[2-9] failed/.test(document.getElementById('inbox-live').textContent)");
    browser.size(390, 844, true);
    browser.screenshot("phone-lanes");
    assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo(true);
  }

  @Test
  void aLaneWithoutASubjectIsRetried() throws Exception {
    serveAnew(folder.resolve("failing.db").toString(), 1);
    Path body = folder.resolve("body.json");
    Files.writeString(body, "{\"id\":\"1\",\"detail-type\":\"KeyAdded\",\"detail\":{}}");
    Command send =
        Command.run(
            "send",
            "--to",
            server.base() + "/hooks/smartphonekey",
            "--body",
            body.toString(),
            "--token",
            Listening.SECRET);
    assertThat(send.exitCode()).as(send.err()).isZero();
    browser.element("tab-inbox").click();
    browser.await(LANES + ".length === 1");
    assertThat(browser.element("view-inbox").getText()).contains("(no subject)");
    click("#inbox-live td", "Retry now");
    browser.await(
        "document.getElementById('inbox-message').textContent.includes('to be handled again')");
    browser.await("/[2-9] failed/.test(document.getElementById('inbox-live').textContent)");
  }

  @Test
  void aDuplicateIsMarkedAndLeadsToTheFirstDelivery() throws Exception {
    server.sample("KeyAdded", SampleFault.DUPLICATE);
    awaitRows(2);
    choose("duplicate");
    assertThat(browser.element("detail").getText())
        .contains("The inbox has stored this event before");
    assertThat(seriousFindings()).isEmpty();
    browser.screenshot("duplicate");
    click("#detail", "Show the first delivery");
    browser.await("document.querySelector('#detail .badge').textContent === 'handled'");
    browser.element("tab-inbox").click();
    browser.await(
        "document.getElementById('inbox-live').textContent.includes('duplicates since the start1')");
  }

  @Test
  void aHandledEventIsReplayedFromItsDetailAndByItsType() throws Exception {
    server.sample("KeyAdded", SampleFault.NONE);
    choose("KeyAdded");
    click("#detail", "Replay");
    browser.await("document.getElementById('detail').textContent.includes('replay: handled')");
    browser.element("tab-inbox").click();
    browser.run("window.confirm = question => { window.asked = question; return true; }");
    browser.element("replay-type").sendKeys("KeyRemoved");
    click("#replay", "Replay");
    browser.await("document.getElementById('inbox-message').textContent.startsWith('No handled')");
    browser.element("replay-type").clear();
    browser.element("replay-type").sendKeys("KeyAdded");
    click("#replay", "Replay");
    browser.await("document.getElementById('inbox-message').textContent.startsWith('1 to be')");
    assertThat(browser.run("return window.asked")).isEqualTo("Handle 1 event again?");
    assertThat(seriousFindings()).isEmpty();
  }

  @Test
  void theKeyboardIsEnough() throws Exception {
    server.sample("KeyAdded", SampleFault.NONE);
    server.sample("KeyRemoved", SampleFault.NONE);
    awaitRows(2);
    WebElement page = browser.all("body").get(0);
    page.sendKeys("j");
    browser.await("document.querySelector('#detail h2')?.textContent === 'KeyRemoved'");
    page.sendKeys(Keys.ARROW_DOWN);
    browser.await("document.querySelector('#detail h2')?.textContent === 'KeyAdded'");
    page.sendKeys("/");
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("filter");
    browser.element("filter").sendKeys(Keys.ESCAPE);
    page.sendKeys("?");
    assertThat(browser.element("help").getText()).contains("another delivery");
    assertThat(seriousFindings()).isEmpty();
    page.sendKeys(Keys.ESCAPE);
  }

  @Test
  void onAPhoneTheDetailCoversTheList() throws Exception {
    server.sample("KeyAdded", SampleFault.NONE);
    browser.size(390, 844, true);
    awaitRows(1);
    browser.screenshot("phone");
    assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo(true);
    browser.run("document.querySelector('.row').click()");
    browser.await("document.querySelector('#detail h2') !== null");
    browser.screenshot("phone-detail");
    assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo(true);
    assertThat(seriousFindings()).isEmpty();
    browser.all("#detail .back").get(0).click();
    assertThat(browser.element("list").isDisplayed()).isTrue();
  }

  @Test
  void tenThousandDeliveriesNeedFewRows() throws Exception {
    serveAnew(null, 0);
    Command send =
        Command.run(
            "send",
            "--to",
            server.base().toString(),
            "--type",
            "KeyAdded,KeyAdded,KeyAdded,KeyAdded,KeyRemoved",
            "--count",
            "10000",
            "--token",
            Listening.SECRET);
    assertThat(send.exitCode()).as(send.out()).isZero();
    browser.await("document.getElementById('count').textContent === '10,000 deliveries'");
    assertThat(browser.all(".row").size()).isBetween(1, 200);
    Object millis =
        browser.runAsync(
            "const done = arguments[0]; const filter = document.getElementById('filter');"
                + " const start = performance.now(); filter.value = 'KeyRemoved';"
                + " filter.dispatchEvent(new Event('input'));"
                // After the frame in which the rows are drawn.
                + " requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));");
    browser.await("document.getElementById('count').textContent.startsWith('2,000 of 10,000')");
    assertThat(browser.all(".row").size()).isBetween(1, 200);
    assertThat(browser.all(".row .type"))
        .extracting(WebElement::getText)
        .containsOnly("KeyRemoved");
    browser.screenshot("ten-thousand");
    browser.note("filter-millis", millis);
  }
}
