package dev.keyhook.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares all public signatures with a snapshot, so that each change is visible in a review. */
class PublicApiTest {

  private static final Path SNAPSHOTS =
      PublishedModule.ROOT.resolve("build-tests/src/test/resources/api");

  private static final Set<String> JDK_PACKAGES =
      ModuleFinder.ofSystem().findAll().stream()
          .filter(
              module ->
                  Set.of("java.base", "java.sql", "jdk.httpserver")
                      .contains(module.descriptor().name()))
          .flatMap(module -> module.descriptor().exports().stream())
          .filter(exported -> !exported.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toSet());

  private static final String DIAGNOSING_VERIFIER =
      "dev.keyhook.webhooks.verification.DiagnosingVerifier";

  /**
   * The exceptions: models are read from another package (docs/adr/0001), a servlet extends
   * HttpServlet, the telemetry module integrates two libraries, and verifiers that explain refusals
   * share a base class whose methods are all package-private.
   */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "dev.keyhook.events.smartphonekey.model.DetailTypes.read("
              + "String, dev.keyhook.events.internal.JsonReader)",
          "dev.keyhook.events.internal.JsonReader",
          "dev.keyhook.events.schlagehome.model.Triggers.read("
              + "String, dev.keyhook.events.internal.JsonReader)",
          "dev.keyhook.events.internal.JsonReader",
          "dev.keyhook.webhooks.WebhookServlet",
          "jakarta.servlet.http.HttpServlet",
          "dev.keyhook.webhooks.verification.HmacVerifier",
          DIAGNOSING_VERIFIER,
          "dev.keyhook.webhooks.verification.RsaPssVerifier",
          DIAGNOSING_VERIFIER,
          "dev.keyhook.webhooks.verification.SharedSecretVerifier",
          DIAGNOSING_VERIFIER);

  static Stream<PublishedModule> modules() {
    return PublishedModule.all().stream();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void equalsTheSnapshot(PublishedModule module) throws IOException {
    Path file = SNAPSHOTS.resolve(module.artifact() + ".txt");
    List<String> now = PublicApi.of(module).lines();
    if (System.getProperty("api.update") != null) {
      Files.createDirectories(SNAPSHOTS);
      Files.writeString(file, String.join("\n", now) + "\n");
    }
    List<String> before = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (!now.equals(before)) {
      fail(
          "The public signatures of %s differ from %s:%n%s%n"
              + "If the change is intended, describe it in CHANGELOG.md and let this test rewrite"
              + " the file:%n"
              + "  mvn -pl build-tests -am verify -Dapi.update",
          module.name(), PublishedModule.ROOT.relativize(file), difference(before, now));
    }
  }

  /** Members are compared together with their type. */
  private static String difference(List<String> before, List<String> now) {
    Set<String> old = qualified(before);
    Set<String> current = qualified(now);
    List<String> lines = new ArrayList<>();
    old.stream().filter(line -> !current.contains(line)).forEach(line -> lines.add("- " + line));
    current.stream().filter(line -> !old.contains(line)).forEach(line -> lines.add("+ " + line));
    return lines.isEmpty()
        ? "(only the order differs)"
        : lines.stream().limit(40).collect(Collectors.joining("\n"))
            + (lines.size() > 40 ? "\n... and " + (lines.size() - 40) + " more" : "");
  }

  private static Set<String> qualified(List<String> lines) {
    Set<String> qualified = new LinkedHashSet<>();
    String type = "";
    for (String line : lines) {
      if (line.startsWith("  ")) {
        qualified.add(type + ":" + line.substring(1));
      } else if (!line.isEmpty()) {
        qualified.add(line);
        type = line.replaceFirst("^(?:.* )?(?:class|interface|enum|record) ([^ <]*).*", "$1");
      }
    }
    return qualified;
  }

  @Test
  void signaturesNameNoThirdPartyOrHiddenTypes() {
    Set<String> ours = new LinkedHashSet<>();
    for (PublishedModule module : PublishedModule.all()) {
      ours.addAll(module.publicPackages());
    }
    List<String> violations = new ArrayList<>();
    for (PublishedModule module : PublishedModule.all()) {
      for (Class<?> type : PublicApi.of(module).types()) {
        check(type.getName(), PublicApi.typesInDeclaration(type), ours, violations);
        PublicApi.typesInMembers(type)
            .forEach((member, types) -> check(member, types, ours, violations));
      }
    }
    assertThat(violations)
        .as(
            "Public signatures name only types of the JDK, our public types and JSpecify's annotations"
                + " (docs/adr/0006)")
        .isEmpty();
  }

  private static void check(
      String place, Set<Class<?>> types, Set<String> ours, List<String> violations) {
    for (Class<?> type : types) {
      String packageName = type.getPackageName();
      boolean ok =
          type.isPrimitive()
              || packageName.equals("org.jspecify.annotations")
              || JDK_PACKAGES.contains(packageName)
              || (ours.contains(packageName) && Modifier.isPublic(type.getModifiers()))
              || isNamedAfter(place, packageName)
              || type.getName().equals(ALLOWED.get(place));
      if (!ok) {
        violations.add(place + " names " + type.getName());
      }
    }
  }

  /**
   * Returns whether a module integrates a library and may therefore use its types in signatures.
   */
  private static boolean isNamedAfter(String place, String packageName) {
    return place.startsWith("dev.keyhook.telemetry.")
        && (packageName.startsWith("io.micrometer.")
            || packageName.startsWith("io.opentelemetry."));
  }
}
