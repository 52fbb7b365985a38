package dev.keyhook.cli.listen;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, without a window. */
final class Browser implements AutoCloseable {

  private static final File CHROMIUM = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** Selenium warns about the version of a protocol that is not used here. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  static boolean isInstalled() {
    return CHROMIUM.canExecute() && DRIVER.canExecute();
  }

  static Browser open() {
    SELENIUM.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    // Tests run as root in containers, where Chromium's sandbox does not work.
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1440,960");
    options.setPageLoadTimeout(Duration.ofSeconds(30));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable("browser", Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).usingAnyFreePort().build();
    return new Browser(new ChromeDriver(service, options));
  }

  void show(String url) {
    driver.get(url);
  }

  WebElement element(String id) {
    return driver.findElement(By.id(id));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** Runs a script with the given arguments, and returns its value. */
  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Runs a script that calls back with its value. */
  Object runAsync(String script) {
    return driver.executeAsyncScript(script);
  }

  /** Waits until a script returns true. */
  void await(String condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!Boolean.TRUE.equals(
        driver.executeAsyncScript(
            "const done = arguments[0]; requestAnimationFrame(() => done(Boolean("
                + condition
                + ")));"))) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("This did not become true: " + condition + "\n" + errors());
      }
    }
  }

  void size(int width, int height, boolean isPhone) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", isPhone));
  }

  void theme(String name) {
    run(
        "if (document.documentElement.dataset.theme !== arguments[0]) document.getElementById('theme').click();",
        name);
  }

  /** Keeps a picture in target/screenshots. */
  void screenshot(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /**
   * Writes a measured value next to the screenshots. Tests do not compare it, because that would
   * need a quiet machine.
   */
  void note(String name, Object value) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    Files.writeString(SCREENSHOTS.resolve(name + ".txt"), value + "\n");
  }

  /** Returns the errors in the console of the page. */
  List<String> errors() {
    return driver.manage().logs().get("browser").getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
