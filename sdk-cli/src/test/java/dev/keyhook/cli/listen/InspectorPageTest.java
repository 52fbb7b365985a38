package dev.keyhook.cli.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyhook.cli.Json;
import java.io.InputStream;
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
 * deviations, sensitive fields masked and shown, the dialogs, the inbox with and without dead
 * letters, light, dark, and on a phone.
 */
class InspectorPageTest {

  private static final String SCRIPT =
      "<script>document.title='owned'</script><img src=x onerror=\\\"document.title='owned'\\\">";

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
    server = Listening.start(null, folder.resolve("keyhook.db").toString());
    browser.size(1440, 900, false);
    browser.show(server.base() + "/");
    browser.await("document.getElementById('live').classList.contains('on')");
    browser.theme("light");
  }

  @AfterEach
  void stop() {
    server.close();
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
    browser.await("document.querySelector('#view-inbox .dead') !== null");
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
    browser.await("document.querySelectorAll('.dead tbody tr').length === 1");
    assertThat(browser.element("view-inbox").getText()).contains("not readable", "dead letters");
    assertThat(seriousFindings()).isEmpty();
    browser.screenshot("inbox");
    browser.run("window.confirm = () => true");
    browser.all("#view-inbox button").stream()
        .filter(button -> button.getText().equals("Discard all"))
        .findFirst()
        .orElseThrow()
        .click();
    browser.await("document.querySelectorAll('.dead tbody tr').length === 0");
    assertThat(browser.element("view-inbox").getText()).contains("1 discarded");
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
  void tenThousandDeliveriesNeedFewRowsAndAreFilteredAtOnce() {
    browser.await("document.getElementById('list') !== null");
    Object millis =
        browser.runAsync(
            "const done = arguments[0]; import('/page/list.js').then(({DeliveryList}) => {"
                + " const id = name => document.getElementById(name);"
                + " const list = new DeliveryList({list: id('list'), rows: id('rows'), count: id('count'),"
                + "   empty: id('empty'), filter: id('filter'), vendor: id('filter-vendor'),"
                + "   outcome: id('filter-outcome')}, () => {});"
                + " list.replace(Array.from({length: 10000}, (unused, i) => ({number: i + 1,"
                + "   at: '2026-05-04T15:00:00Z', vendor: 'SmartphoneKey', type: i % 7 ? 'KeyAdded' : 'KeyRemoved',"
                + "   id: 'id' + i, subject: 'lock/' + i, outcome: 'HANDLED', status: 204, millis: 1,"
                + "   deviations: 0, recognized: true, state: null})));"
                + " setTimeout(() => { id('filter').value = 'KeyRemoved lock/9';"
                + "   const start = performance.now(); list.refilter(); list.draw();"
                + "   done(performance.now() - start); }, 200); });");
    assertThat(((Number) millis).doubleValue()).as("milliseconds").isLessThan(100);
    assertThat(browser.all(".row").size()).isBetween(1, 200);
    browser.run("document.getElementById('filter').value = ''");
    browser.run("document.getElementById('filter').dispatchEvent(new Event('input'))");
    assertThat(browser.all(".row").size()).isBetween(1, 200);
  }
}
