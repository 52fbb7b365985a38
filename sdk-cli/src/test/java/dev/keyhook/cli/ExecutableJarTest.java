package dev.keyhook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the jar in separate processes. */
class ExecutableJarTest {

  @TempDir private Path folder;

  @Test
  void theJarRunsWithoutAnythingElse() throws Exception {
    try (Program help = Program.startJar(folder, "--help")) {
      assertThat(help.exitCode()).isZero();
      assertThat(help.output())
          .contains("Usage: keyhook", "listen", "demo")
          .doesNotContain("WARNING");
    }
    try (Program wrong = Program.startJar(folder, "listn")) {
      assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(wrong.output()).contains("did you mean listen");
    }
    try (Program preflight = Program.startJar(folder, "preflight", "http://127.0.0.1:1/x")) {
      assertThat(preflight.exitCode()).as(preflight.output()).isEqualTo(ExitCode.CHECK_FAILED);
    }
  }

  @Test
  void theLauncherRunsTheJarAlsoThroughALink() throws Exception {
    Path launcher = Path.of("keyhook").toAbsolutePath();
    Path link = Files.createSymbolicLink(folder.resolve("linked"), launcher);
    // From JDK 19 on, the second run uses the class archive of the first one.
    for (int i = 0; i < 2; i++) {
      try (Program events =
          Program.startScript(folder, link, "events", "Shadow Update", "--json")) {
        assertThat(events.exitCode()).as(events.output()).isZero();
        assertThat(events.output()).startsWith("{").doesNotContainIgnoringCase("warning");
      }
    }
    Path alone = Files.copy(launcher, folder.resolve("keyhook"));
    try (Program withoutJar = Program.startScript(folder, alone, "--help")) {
      assertThat(withoutJar.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(withoutJar.output()).contains("There is no keyhook.jar in " + folder.toRealPath());
    }
  }

  @Test
  void theManifestEnablesNativeAccess() throws Exception {
    try (JarFile jar = new JarFile(Path.of("target", "keyhook.jar").toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Enable-Native-Access"))
          .isEqualTo("ALL-UNNAMED");
      assertThat(jar.getEntry("dev/keyhook/cli/page/uplot/LICENSE")).isNotNull();
    }
  }

  @Test
  void databaseDriversAreLoadedOnlyForAnInbox() throws Exception {
    assertThat(classesOf("listen", "--port", "0"))
        .contains("dev.keyhook.cli.listen.ListenServer")
        .noneMatch(name -> name.startsWith("org.sqlite."))
        .noneMatch(name -> name.startsWith("org.postgresql."));
    assertThat(classesOf("listen", "--port", "0", "--inbox", "keyhook.db"))
        .anyMatch(name -> name.startsWith("org.sqlite."));
  }

  /** Returns the classes that a receiver has loaded when it accepts requests. */
  private List<String> classesOf(String... command) throws Exception {
    Path ready = folder.resolve("ready");
    Path log = folder.resolve("classes.log");
    Files.deleteIfExists(ready);
    Files.deleteIfExists(log);
    String[] listen = Arrays.copyOf(command, command.length + 2);
    listen[command.length] = "--ready-file";
    listen[command.length + 1] = ready.toString();
    try (Program receiver =
        Program.startJar(
            folder, List.of("-Xlog:class+load:file=" + log + "::filesize=0"), listen)) {
      receiver.awaitReady(ready);
      receiver.interrupt();
      receiver.exitCode();
      assertThat(receiver.output()).doesNotContainIgnoringCase("warning");
    }
    return Files.readAllLines(log).stream()
        .map(line -> line.replaceAll(" source:.*|.*] ", ""))
        .toList();
  }

  @Test
  void noAcknowledgedEventIsLostWhenTheReceiverIsKilled() throws Exception {
    Path ready = folder.resolve("ready");
    Path log = folder.resolve("handled.log");
    String[] listen = {
      "listen",
      "--port",
      "0",
      "--inbox",
      "keyhook.db",
      "--handled-log",
      log.toString(),
      "--ready-file",
      ready.toString(),
      "--smartphonekey-token",
      "t",
      "--fail",
      "5%"
    };
    try (Program first = Program.startJar(folder, listen)) {
      String base = first.awaitReady(ready);
      listen[2] = base.substring(base.lastIndexOf(':') + 1);
      try (Program send =
          Program.startJar(
              folder,
              "send",
              "--to",
              base,
              "--all",
              "--token",
              "t",
              "--for",
              "6s",
              "--rate",
              "200/s",
              "--duplicate",
              "5%",
              "--reorder",
              "10%",
              "--late",
              "5%",
              "--forge",
              "3%",
              "--cut",
              "3%",
              "--retry",
              "eventbridge",
              "--time-scale",
              "100",
              "--reconcile",
              log.toString(),
              "--wait",
              "60s",
              "--json")) {
        awaitLines(log, 200);
        first.kill();
        Files.delete(ready);
        try (Program second = Program.startJar(folder, listen)) {
          second.awaitReady(ready);
          assertThat(send.exitCode()).as(send.output() + second.output()).isZero();
          assertThat(Json.mapper().readTree(send.output()).path("missing").asInt()).isZero();
          assertThat(Json.mapper().readTree(send.output()).path("retried").asInt()).isPositive();
        }
      }
    }
    try (Program status =
        Program.startJar(folder, "inbox", "status", "--db", "keyhook.db", "--json")) {
      assertThat(status.exitCode()).as(status.output()).isZero();
    }
  }

  private static void awaitLines(Path log, int count) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!Files.exists(log) || Files.readAllLines(log).size() < count) {
      assertThat(System.nanoTime() - end).as("nanoseconds past the limit").isNegative();
      Thread.onSpinWait();
    }
  }
}
