package dev.keyhook.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyhook.events.smartphonekey.SmartphoneKeyData;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles programs of users with the published jars, and runs each in its own JVM. The sources are
 * in {@code src/test/consumers}.
 */
class ConsumersTest {

  private static final Path SOURCES =
      PublishedModule.ROOT.resolve("build-tests/src/test/consumers");

  private static final List<String> NOT_NEEDED_TO_RECEIVE =
      List.of(
          "okhttp3.OkHttpClient",
          "kotlin.Unit",
          "com.fasterxml.jackson.core.JsonParser",
          "com.fasterxml.jackson.databind.ObjectMapper",
          "jakarta.servlet.Servlet",
          "dev.keyhook.inbox.JdbcInbox",
          "dev.keyhook.subscriptions.ApiException",
          "dev.keyhook.testkit.ApiFault");

  private static final String RECEIVED =
      "[key 8f2a, MISMATCH, lock LOCKED, MISMATCH] [UNKNOWN_FIELD at /detail/data/color]";

  /** Escape sequences, which Maven writes even with colours off. */
  private static final Pattern CONTROL_SEQUENCE = Pattern.compile("\u001B\\[[0-9;]*m");

  @TempDir Path classes;

  // ---- Receiving

  @Test
  void aReceiverOnTheClassPathNeedsThreeKeyhookJarsAndJSpecify() {
    List<Path> jars = receiverJars();
    assertThat(jars).hasSize(4);
    assertThat(compile("receiver", "com/example", List.of("-cp", joined(jars)))).isEmpty();

    assertReceived(
        run(
            List.of("-cp", joined(jars, classes), "com.example.receiver.Receiver"),
            NOT_NEEDED_TO_RECEIVE));
  }

  @Test
  void aReceiverOnTheModulePathNeedsOnlyTheBaseModuleOfTheJdk() {
    List<Path> jars = receiverJars();
    assertThat(compile("receiver", "", List.of("-p", joined(jars)))).isEmpty();

    assertReceived(
        run(
            List.of(
                "--limit-modules=com.example.receiver",
                "-p",
                joined(jars, classes),
                "-m",
                "com.example.receiver/com.example.receiver.Receiver"),
            Stream.concat(
                    NOT_NEEDED_TO_RECEIVE.stream(),
                    Stream.of("java.net.http.HttpClient", "com.sun.net.httpserver.HttpServer"))
                .toList()));
  }

  /** The receiver also logs that it refuses two of the deliveries. */
  private static void assertReceived(String output) {
    assertThat(output.lines().filter(line -> line.contains(": Refused "))).hasSize(2);
    assertThat(output).endsWith(RECEIVED);
  }

  private static List<Path> receiverJars() {
    return Stream.concat(
            modules("dev.keyhook", "dev.keyhook.events", "dev.keyhook.webhooks"),
            onClassPath(name -> name.startsWith("jspecify-")))
        .toList();
  }

  // ---- Managing subscriptions

  @Test
  void aSubscriberRunsOnTheModulePath() {
    String path = joined(subscriberJars(name -> name.startsWith("jackson-")));
    assertThat(compile("subscriber", "", List.of("-p", path))).isEmpty();

    assertThat(
            run(
                List.of(
                    "-p",
                    path + File.pathSeparator + classes,
                    "-m",
                    "com.example.subscriber/com.example.subscriber.Subscriber"),
                List.of()))
        .isEqualTo("subscribed");
  }

  @Test
  void aSubscriberRunsWithAnOlderJackson() throws IOException {
    Path older = PublishedModule.ROOT.resolve("build-tests/target/jackson-older");
    assumeTrue(Files.isDirectory(older), "Maven copies it");
    List<Path> jars;
    try (Stream<Path> files = Files.list(older)) {
      jars = Stream.concat(subscriberJars(name -> false).stream(), files.sorted()).toList();
    }
    assertThat(compile("subscriber", "com/example", List.of("-cp", joined(jars)))).isEmpty();

    assertThat(
            run(
                List.of("-cp", joined(jars, classes), "com.example.subscriber.Subscriber"),
                List.of("com.fasterxml.jackson.databind.cfg.PackageVersion")))
        .startsWith("subscribed with 2.21.");
  }

  private static List<Path> subscriberJars(Predicate<String> jackson) {
    return Stream.concat(
            PublishedModule.all().stream().map(PublishedModule::location),
            onClassPath(
                name ->
                    name.matches("(jspecify|okhttp-jvm|okio-jvm|kotlin-stdlib|annotations)-\\d.*")
                        || jackson.test(name)))
        .toList();
  }

  // ---- Java 21

  @Test
  void aSwitchOverAllPublicTypesNeedsADefault() throws IOException {
    List<Path> jars = receiverJars();
    // Patterns in a switch are a preview feature from Java 17 to 20.
    int version = Runtime.version().feature();
    List<String> options = new ArrayList<>(List.of("-Xlint:-preview", "-cp", joined(jars)));
    if (version < 21) {
      options.add("--enable-preview");
    }
    options.addAll(List.of("--release", version < 21 ? "" + version : "21"));
    assertThat(compile("switcher", "", options)).doesNotContain("error", "warning");
    assertThat(
            run(
                List.of(
                    version < 21 ? "--enable-preview" : "-ea",
                    "-cp",
                    joined(jars, classes),
                    "com.example.switcher.Switcher",
                    "{\"detail-type\":\"KeyAdded\",\"detail\":{\"data\":"
                        + "{\"keyUuid\":\"8f2a\",\"lockId\":\"4321\"}}}",
                    "{\"detail-type\":\"TheirNextIdea\",\"detail\":{}}"),
                List.of()))
        .isEqualTo("key 8f2a added to lock 4321\nTheirNextIdea");

    Class<?> root = SmartphoneKeyData.class;
    String cases =
        Stream.of(root.getPermittedSubclasses())
            .filter(type -> Modifier.isPublic(type.getModifiers()))
            .map(type -> "case " + type.getName() + " data -> 1;\n")
            .collect(Collectors.joining());
    assertThat(cases).contains("LockData data");
    String source =
        "class Exhaustive { int of(%s data0) { return switch (data0) {\n%s}; } }"
            .formatted(root.getName(), cases);
    Path file = Files.writeString(classes.resolve("Exhaustive.java"), source);
    assertThat(compile(List.of(file), options))
        .contains("the switch expression does not cover all possible input values");
  }

  // ---- Internal packages

  @Test
  void internalPackagesAreNotVisibleOnTheModulePath() throws IOException {
    assertThat(useInternal("dev.keyhook.internal.PemBlock"))
        .contains("package dev.keyhook.internal is not visible")
        .contains("does not export it to module com.example.intruder");
    assertThat(useInternal("dev.keyhook.events.internal.JsonReader"))
        .contains("package dev.keyhook.events.internal is not visible");
    assertThat(useInternal("dev.keyhook.internal.event.EventIds"))
        .contains("package dev.keyhook.internal.event is not visible");
    assertThat(useInternal("dev.keyhook.webhooks.verification.RsaPss"))
        .contains("RsaPss is not public in dev.keyhook.webhooks.verification");
  }

  private String useInternal(String className) throws IOException {
    Path module =
        Files.writeString(
            classes.resolve("module-info.java"),
            "module com.example.intruder { requires dev.keyhook.webhooks; }");
    Path user =
        Files.writeString(
            classes.resolve("Intruder.java"),
            "package com.example; class Intruder { " + className + " it; }");
    return compile(List.of(module, user), List.of("-p", joined(receiverJars())));
  }

  // ---- Foreign vendors

  @Test
  void foreignVendorsCompileOnTheModulePathWithPublicTypesOnly() throws IOException {
    Path vendors = PublishedModule.ROOT.resolve("build-tests/src/test/java/com/example");
    List<Path> sources = new ArrayList<>();
    sources.add(
        Files.writeString(
            classes.resolve("module-info.java"),
            "module com.example { requires transitive dev.keyhook.webhooks;"
                + " requires com.fasterxml.jackson.core;"
                + " exports com.example.intercom; exports com.example.meter; }"));
    for (String vendor : List.of("intercom", "meter")) {
      try (Stream<Path> files = Files.list(vendors.resolve(vendor))) {
        files
            .filter(file -> !file.toString().matches(".*(Deliveries|Test)\\.java"))
            .forEach(sources::add);
      }
    }
    assertThat(sources).hasSize(11);
    List<Path> jars =
        Stream.concat(
                receiverJars().stream(), onClassPath(name -> name.startsWith("jackson-core-")))
            .toList();
    assertThat(compile(sources, List.of("-p", joined(jars)))).isEmpty();
  }

  // ---- Maven

  @Test
  void aMavenProjectWithTheBomGetsNoOtherDependencies() throws IOException {
    String maven = System.getProperty("keyhook.maven.home", "");
    assumeTrue(!maven.isEmpty(), "needs Maven");
    assumeTrue(
        PublishedModule.all().stream().allMatch(PublishedModule::isJar),
        "needs the jars, which exist after the phase package");
    String version = PublishedModule.version();
    Path project = Files.createDirectory(classes.resolve("project"));
    copySources(SOURCES.resolve("receiver/com"), project.resolve("src/main/java/com"));
    Files.writeString(
        project.resolve("pom.xml"),
        Files.readString(SOURCES.resolve("bom/pom.xml"))
            .replace("@keyhook.version@", version)
            .replace("@compiler.version@", versionOf("maven-compiler-plugin"))
            .replace("@dependency.version@", versionOf("maven-dependency-plugin"))
            .replace("@resources.version@", versionOf("maven-resources-plugin")));

    // Offline, since this build has just downloaded everything it needs.
    List<String> command =
        List.of(
            Path.of(maven, "bin", File.separatorChar == '/' ? "mvn" : "mvn.cmd").toString(),
            "-B",
            "-o",
            "-q",
            "-Dstyle.color=never",
            "-Dmaven.repo.local=" + localRepositoryWithOurs(version),
            "-f",
            project.resolve("pom.xml").toString(),
            "compile");
    try {
      // A new JVM warns about the libraries of an old Maven.
      assertThat(execute(command).lines().filter(line -> !line.startsWith("WARNING: "))).isEmpty();
    } finally {
      removeLinks(classes.resolve("repository"));
    }

    String path = Files.readString(project.resolve("target/classpath.txt"));
    assertThat(Stream.of(path.split(File.pathSeparator, -1)))
        .extracting(jar -> Path.of(jar).getFileName().toString())
        .allMatch(name -> name.matches("(keyhook-(core|events|webhooks)|jspecify)-\\d.*\\.jar"))
        .hasSize(4);
    assertReceived(
        run(
            List.of(
                "-cp",
                path + File.pathSeparator + project.resolve("target/classes"),
                "com.example.receiver.Receiver"),
            NOT_NEEDED_TO_RECEIVE));
  }

  /** The plugin versions of this build, because other versions may not be available offline. */
  private static String versionOf(String plugin) throws IOException {
    Matcher version =
        Pattern.compile(plugin + "</artifactId>\\s*(?:<!--.*?-->\\s*)?<version>(.*?)</version>")
            .matcher(Files.readString(PublishedModule.ROOT.resolve("pom.xml")));
    assertThat(version.find()).as(plugin).isTrue();
    return version.group(1);
  }

  /**
   * Returns a local repository with the jars of this build, and links to the rest of Maven's
   * repository.
   */
  private Path localRepositoryWithOurs(String version) throws IOException {
    Path local = Path.of(System.getProperty("keyhook.maven.repository"));
    Path repository = Files.createDirectory(classes.resolve("repository"));
    try (Stream<Path> groups = Files.list(local)) {
      for (Path group : (Iterable<Path>) groups.filter(Files::isDirectory)::iterator) {
        if (!group.endsWith("dev")) {
          Files.createSymbolicLink(repository.resolve(group.getFileName()), group);
        }
      }
    }
    put(repository, "keyhook-bom", version, "pom", "sdk-bom/target/published-pom.xml");
    for (PublishedModule module : PublishedModule.all()) {
      Path target = PublishedModule.ROOT.relativize(module.location().toAbsolutePath().getParent());
      put(repository, module.artifact(), version, "pom", target + "/published-pom.xml");
      put(
          repository,
          module.artifact(),
          version,
          "jar",
          PublishedModule.ROOT.relativize(module.location().toAbsolutePath()).toString());
    }
    return repository;
  }

  private static void removeLinks(Path folder) throws IOException {
    try (Stream<Path> links = Files.list(folder)) {
      for (Path link : (Iterable<Path>) links.filter(Files::isSymbolicLink)::iterator) {
        Files.delete(link);
      }
    }
  }

  private static void put(
      Path repository, String artifact, String version, String extension, String file)
      throws IOException {
    Path folder = repository.resolve("dev/keyhook").resolve(artifact).resolve(version);
    Files.createDirectories(folder);
    Files.copy(
        PublishedModule.ROOT.resolve(file),
        folder.resolve(artifact + "-" + version + "." + extension));
  }

  private static void copySources(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  // ---- Compiling and running

  private static Stream<Path> modules(String... names) {
    return Stream.of(names).map(name -> PublishedModule.named(name).location());
  }

  private static Stream<Path> onClassPath(Predicate<String> fileName) {
    return PublishedModule.classPath().filter(path -> fileName.test(path.getFileName().toString()));
  }

  private static String joined(List<Path> path, Path... more) {
    return Stream.concat(path.stream(), Arrays.stream(more))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String compile(String consumer, String below, List<String> options) {
    try (Stream<Path> files = Files.walk(SOURCES.resolve(consumer).resolve(below))) {
      return compile(files.filter(file -> file.toString().endsWith(".java")).toList(), options);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Compiles with all warnings, and returns the messages of the compiler. */
  private String compile(List<Path> sources, List<String> options) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> all =
        new ArrayList<>(
            List.of(
                "-Xlint:all", "-Werror", "-proc:none", "-implicit:none", "-d", classes.toString()));
    if (!options.contains("--release")) {
      all.addAll(List.of("--release", "17"));
    }
    if (!options.contains("-cp")) {
      all.addAll(List.of("-cp", classes.toString())); // instead of the class path of this test
    }
    all.addAll(options);
    Writer messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean done =
          compiler
              .getTask(messages, files, null, all, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      return done ? messages.toString() : "Not compiled: " + messages;
    }
  }

  private static String run(List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(options);
    command.addAll(arguments);
    return execute(command);
  }

  /** Runs a program, and returns its output and error output. */
  private static String execute(List<String> command) {
    try {
      Path output = Files.createTempFile("consumer", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = CONTROL_SEQUENCE.matcher(Files.readString(output)).replaceAll("").strip();
        return ended && process.exitValue() == 0
            ? printed
            : (ended ? "exit value " + process.exitValue() : "not ended") + ": " + printed;
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
