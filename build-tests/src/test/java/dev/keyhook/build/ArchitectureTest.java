package dev.keyhook.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Rules for the dependencies between packages, and for code that published classes must not
 * contain.
 *
 * <p>The rules apply to class files, so generated code is included and comments are not.
 */
class ArchitectureTest {

  /**
   * The packages that each package may depend on, besides itself and the JDK. A star stands for a
   * vendor, the same one on both sides, so a new vendor needs no new row.
   */
  private static final Map<String, List<String>> DEPENDENCIES =
      Map.ofEntries(
          row("dev.keyhook", "dev.keyhook.internal"),
          row("dev.keyhook.internal"),
          row("dev.keyhook.internal.event", "dev.keyhook"),
          row(
              "dev.keyhook.internal.inbox",
              "dev.keyhook",
              "dev.keyhook.internal",
              "dev.keyhook.internal.event",
              "dev.keyhook.routing",
              "dev.keyhook.store"),
          row("dev.keyhook.store", "dev.keyhook", "dev.keyhook.internal.event"),
          row(
              "dev.keyhook.routing",
              "dev.keyhook",
              "dev.keyhook.internal.event",
              "dev.keyhook.store"),
          row(
              "dev.keyhook.events.internal",
              "dev.keyhook",
              "dev.keyhook.internal",
              "dev.keyhook.internal.event"),
          row(
              "dev.keyhook.events.*",
              "dev.keyhook",
              "dev.keyhook.internal",
              "dev.keyhook.routing",
              "dev.keyhook.events.*.model",
              "dev.keyhook.events.internal"),
          row(
              "dev.keyhook.events.*.model",
              "dev.keyhook",
              "dev.keyhook.internal",
              "dev.keyhook.internal.event",
              "dev.keyhook.events.*",
              "dev.keyhook.events.internal"),
          row(
              "dev.keyhook.events.*.matter",
              "dev.keyhook",
              "dev.keyhook.internal",
              "dev.keyhook.events.internal"),
          row(
              "dev.keyhook.webhooks",
              "dev.keyhook",
              "dev.keyhook.internal",
              "dev.keyhook.internal.event",
              "dev.keyhook.routing",
              "dev.keyhook.store",
              "com.sun.net.httpserver",
              "jakarta.servlet"),
          row("dev.keyhook.webhooks.verification", "dev.keyhook", "dev.keyhook.internal"),
          row(
              "dev.keyhook.webhooks.*",
              "dev.keyhook",
              "dev.keyhook.events.*",
              "dev.keyhook.webhooks",
              "dev.keyhook.webhooks.verification"),
          row(
              "dev.keyhook.inbox",
              "dev.keyhook",
              "dev.keyhook.internal",
              "dev.keyhook.internal.event",
              "dev.keyhook.internal.inbox",
              "dev.keyhook.routing",
              "dev.keyhook.store"),
          row(
              "dev.keyhook.kafka",
              "dev.keyhook",
              "dev.keyhook.internal",
              "dev.keyhook.internal.event",
              "dev.keyhook.internal.inbox",
              "dev.keyhook.routing",
              "dev.keyhook.store",
              "org.apache.kafka"),
          row("dev.keyhook.subscriptions", "dev.keyhook"),
          row(
              "dev.keyhook.subscriptions.internal",
              "dev.keyhook",
              "dev.keyhook.internal",
              "dev.keyhook.subscriptions",
              "com.fasterxml.jackson",
              "okhttp3",
              "okio",
              "kotlin"),
          row(
              "dev.keyhook.subscriptions.*",
              "dev.keyhook",
              "dev.keyhook.internal",
              "dev.keyhook.subscriptions",
              "dev.keyhook.subscriptions.internal"),
          row(
              "dev.keyhook.telemetry",
              "dev.keyhook",
              "dev.keyhook.routing",
              "dev.keyhook.webhooks",
              "io.micrometer.core",
              "io.micrometer.observation",
              "io.opentelemetry"),
          row("dev.keyhook.testkit", "dev.keyhook", "dev.keyhook.store", "dev.keyhook.webhooks"),
          row(
              "dev.keyhook.testkit.internal",
              "dev.keyhook",
              "dev.keyhook.events.internal",
              "dev.keyhook.testkit",
              "com.sun.net.httpserver"),
          row(
              "dev.keyhook.testkit.*",
              "dev.keyhook",
              "dev.keyhook.events.*",
              "dev.keyhook.events.*.model",
              "dev.keyhook.webhooks",
              "dev.keyhook.webhooks.*",
              "dev.keyhook.subscriptions",
              "dev.keyhook.subscriptions.*",
              "dev.keyhook.testkit",
              "dev.keyhook.testkit.internal"));

  private static final List<String> ALLOWED_EVERYWHERE = List.of("org.jspecify.annotations");

  /** Other names of a vendor. */
  private static final Map<String, List<String>> OTHER_NAMES =
      Map.of(
          "smartphonekey", List.of("eventbridge"), "schlagehome", List.of("schlage", "allegion"));

  /** Classes that use the system clock as the default for a clock parameter. */
  private static final Set<String> DEFAULT_CLOCKS =
      Set.of(
          "dev.keyhook.inbox.InboxWorker$Builder",
          "dev.keyhook.kafka.KafkaInboxWorker$Builder",
          "dev.keyhook.routing.EventContext",
          "dev.keyhook.subscriptions.TransportSettings$Builder",
          "dev.keyhook.webhooks.ReceiverBuilder",
          "dev.keyhook.webhooks.verification.HmacVerifier$Builder");

  /** The only class that logs. */
  private static final String LOG = "dev.keyhook.internal.RateLimitedLog";

  private static final Set<String> RECEIVE_SIDE =
      Set.of("dev.keyhook", "dev.keyhook.events", "dev.keyhook.webhooks");

  private static final Set<String> JDK_PACKAGES =
      ModuleFinder.ofSystem().findAll().stream()
          .flatMap(module -> module.descriptor().exports().stream())
          .filter(exported -> !exported.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .filter(name -> name.startsWith("java.") || name.startsWith("javax."))
          .collect(toCollection(TreeSet::new));

  static final ArchRule STATIC_FIELDS_ARE_FINAL =
      fields()
          .that()
          .areStatic()
          .and()
          .doNotHaveModifier(JavaModifier.SYNTHETIC)
          .should()
          .beFinal()
          .as("There is no static mutable state");

  static final ArchRule NAMES_ARE_NOT_GENERIC =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .resideInAnyPackage("..common..", "..util..", "..impl..")
          .as("No name is Util, Manager, Helper, Impl or common");

  static final ArchRule NOTHING_IS_PRINTED =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould(
              callAnyThat(
                  "print a stack trace",
                  call ->
                      Set.of("printStackTrace", "dumpStack").contains(call.getTarget().getName())))
          .as("The library prints nothing (docs/adr/0026)");

  private static JavaClasses published;
  private static JavaClasses receiveSide;
  private static Set<String> vendors;

  private static Map.Entry<String, List<String>> row(String from, String... to) {
    return Map.entry(from, List.of(to));
  }

  @BeforeAll
  static void importClasses() {
    published = imported(PublishedModule.all());
    Set<String> receiving =
        PublishedModule.all().stream()
            .filter(module -> RECEIVE_SIDE.contains(module.name()))
            .flatMap(module -> module.descriptor().packages().stream())
            .collect(toCollection(TreeSet::new));
    receiveSide =
        published.that(
            DescribedPredicate.describe(
                "belong to the receiving side", item -> receiving.contains(item.getPackageName())));
    vendors =
        PublishedModule.named("dev.keyhook.events").publicPackages().stream()
            .map(name -> name.split("\\.", -1)[3])
            .collect(toCollection(TreeSet::new));
  }

  private static JavaClasses imported(Collection<PublishedModule> modules) {
    List<Location> locations = new ArrayList<>();
    for (PublishedModule module : modules) {
      try {
        locations.add(
            module.isJar()
                ? Location.of(new JarFile(module.location().toFile()))
                : Location.of(module.location()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new ClassFileImporter().importLocations(locations);
  }

  @Test
  void allPublishedModulesAreChecked() {
    assertThat(PublishedModule.all())
        .extracting(PublishedModule::name)
        .containsExactly(
            "dev.keyhook",
            "dev.keyhook.events",
            "dev.keyhook.inbox",
            "dev.keyhook.kafka",
            "dev.keyhook.subscriptions",
            "dev.keyhook.telemetry",
            "dev.keyhook.testkit",
            "dev.keyhook.webhooks");
    assertThat(published).hasSizeGreaterThan(300);
    assertThat(vendors).containsExactly("schlagehome", "smartphonekey");
  }

  // ---- Dependencies between packages

  @Test
  void packagesDependOnlyOnWhatTheTableAllows() {
    classes()
        .should(
            new ArchCondition<>(
                "depend only on the packages in the table DEPENDENCIES of this test") {
              @Override
              public void check(JavaClass item, ConditionEvents events) {
                String from = item.getPackageName();
                if (!DEPENDENCIES.containsKey(pattern(from))) {
                  violated(events, item, from + " has no row in the table DEPENDENCIES", item);
                  return;
                }
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                  String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
                  if (!mayDependOn(from, to)) {
                    violated(events, item, from + " must not depend on " + to, dependency);
                  }
                }
              }
            })
        .as("Packages depend on packages below them only")
        .check(published);
  }

  private static void violated(
      ConditionEvents events, JavaClass item, String rule, Object placeOrDependency) {
    String place =
        placeOrDependency instanceof Dependency dependency
            ? dependency.getDescription()
            : item.getFullName();
    events.add(SimpleConditionEvent.violated(item, rule + ": " + place));
  }

  private static boolean mayDependOn(String from, String to) {
    if (to.equals(from)
        || to.isEmpty() // primitive types
        || JDK_PACKAGES.contains(to)
        || ALLOWED_EVERYWHERE.contains(to)) {
      return true;
    }
    String vendor = vendorOf(from);
    return DEPENDENCIES.get(pattern(from)).stream()
        .map(allowed -> vendor == null ? allowed : allowed.replace("*", vendor))
        .anyMatch(
            allowed ->
                to.equals(allowed)
                    || (!allowed.startsWith("dev.keyhook") && to.startsWith(allowed + ".")));
  }

  private static String pattern(String packageName) {
    String vendor = vendorOf(packageName);
    return vendor == null ? packageName : packageName.replace("." + vendor, ".*");
  }

  private static String vendorOf(String packageName) {
    return vendors.stream()
        .filter(vendor -> (packageName + ".").contains("." + vendor + "."))
        .findFirst()
        .orElse(null);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass item) {
                // A vendor's sealed types and the models that they permit count as one package.
                return SliceIdentifier.of(item.getPackageName().replaceFirst("\\.model$", ""));
              }

              @Override
              public String getDescription() {
                return "packages";
              }
            })
        .should()
        .beFreeOfCycles()
        .as("Packages are free of cycles")
        .check(published);
  }

  // ---- Vendors

  @Test
  void vendorNeutralPackagesNameNoVendor() {
    List<String> found = new ArrayList<>();
    eachClassFile(
        (className, texts) -> {
          if (vendorOf(packageOf(className)) == null) {
            vendors.forEach(vendor -> addNames(found, className, texts, vendor));
          }
        });
    assertThat(found)
        .as("Vendor-neutral packages name no vendor: in no class, member or string constant")
        .isEmpty();
  }

  @Test
  void vendorsDoNotDependOnEachOther() {
    List<String> found = new ArrayList<>();
    eachClassFile(
        (className, texts) -> {
          String own = vendorOf(packageOf(className));
          if (own != null) {
            vendors.stream()
                .filter(vendor -> !vendor.equals(own))
                .forEach(vendor -> addNames(found, className, texts, vendor));
          }
        });
    assertThat(found).as("A vendor's packages do not name other vendors").isEmpty();
  }

  private interface ClassFileVisitor {
    void visit(String className, List<String> texts);
  }

  private static void eachClassFile(ClassFileVisitor visitor) {
    for (PublishedModule module : PublishedModule.all()) {
      module
          .files()
          .forEach(
              (path, bytes) -> {
                if (path.endsWith(".class") && !path.endsWith("module-info.class")) {
                  visitor.visit(
                      path.substring(0, path.length() - ".class".length()).replace('/', '.'),
                      ClassFileTexts.of(bytes));
                }
              });
    }
  }

  private static String packageOf(String className) {
    return className.substring(0, className.lastIndexOf('.'));
  }

  private static void addNames(
      List<String> found, String className, List<String> texts, String vendor) {
    List<String> names = new ArrayList<>(OTHER_NAMES.getOrDefault(vendor, List.of()));
    names.add(vendor);
    for (String text : texts) {
      String plain = text.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
      if (names.stream().anyMatch(plain::contains)) {
        found.add(className + " contains \"" + text + "\"");
      }
    }
  }

  // ---- Exports

  @Test
  void exactlyThePackagesThatAreNotInternalAreExported() {
    for (PublishedModule module : PublishedModule.all()) {
      Set<String> expected =
          module.descriptor().packages().stream()
              .filter(name -> !(name + ".").contains(".internal."))
              .filter(name -> published.containPackage(name))
              .collect(toCollection(TreeSet::new));
      assertThat(module.publicPackages())
          .as("Exported packages of %s", module.name())
          .containsExactlyElementsOf(expected);
      assertThat(module.descriptor().opens()).as("%s opens nothing", module.name()).isEmpty();
    }
  }

  @Test
  void internalPackagesAreExportedToOurModulesOnly() {
    Map<String, Set<String>> targets = new TreeMap<>();
    for (PublishedModule module : PublishedModule.all()) {
      module.descriptor().exports().stream()
          .filter(ModuleDescriptor.Exports::isQualified)
          .forEach(exported -> targets.put(exported.source(), new TreeSet<>(exported.targets())));
    }
    assertThat(targets)
        .as("Internal packages, and the modules that they are exported to")
        .isEqualTo(
            Map.of(
                "dev.keyhook.internal",
                Set.of(
                    "dev.keyhook.events",
                    "dev.keyhook.inbox",
                    "dev.keyhook.kafka",
                    "dev.keyhook.subscriptions",
                    "dev.keyhook.testkit",
                    "dev.keyhook.webhooks"),
                "dev.keyhook.internal.event",
                Set.of(
                    "dev.keyhook.events",
                    "dev.keyhook.inbox",
                    "dev.keyhook.kafka",
                    "dev.keyhook.webhooks"),
                "dev.keyhook.internal.inbox",
                Set.of("dev.keyhook.inbox", "dev.keyhook.kafka"),
                "dev.keyhook.events.internal",
                Set.of("dev.keyhook.testkit")));
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(packagesThatAreNotNullMarked(published)).isEmpty();
  }

  /** Returns the packages without {@code @NullMarked} in their {@code package-info.java}. */
  static List<String> packagesThatAreNotNullMarked(JavaClasses classes) {
    return classes.stream()
        .map(JavaClass::getPackage)
        .distinct()
        .filter(item -> !item.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
        .map(JavaPackage::getName)
        .sorted()
        .toList();
  }

  // ---- Code that published classes must not contain

  @Test
  void onlyTheRateLimitedLogLogsAndNothingPrints() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.logging..",
            "org.slf4j..",
            "org.apache.logging..",
            "org.apache.commons.logging..")
        .as("The library uses no logging library (docs/adr/0026)")
        .check(published);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(LOG)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.System$Logger")
        .as("Only " + LOG + " logs, so that each log is rate-limited (docs/adr/0026)")
        .check(published);
    assertThat(published.get(LOG).getDirectDependenciesFromSelf())
        .as("%s logs", LOG)
        .anyMatch(
            dependency -> dependency.getTargetClass().getName().equals("java.lang.System$Logger"));
    NOTHING_IS_PRINTED.check(published);
  }

  @Test
  void timeComesFromAClockThatTheCallerPasses() {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "are not named in DEFAULT_CLOCKS",
                item -> !DEFAULT_CLOCKS.contains(item.getFullName())))
        .and()
        .resideOutsideOfPackage("dev.keyhook.testkit..") // the fakes have their own clock
        .should(callAnyThat("read the system's clock", ArchitectureTest::asksForTheTime))
        .as("Time comes from a Clock that the caller may pass")
        .check(published);
  }

  private static boolean asksForTheTime(JavaAccess<?> call) {
    String owner = call.getTargetOwner().getFullName();
    String name = call.getTarget().getName();
    boolean withoutClock =
        call instanceof JavaCall<?> made && made.getTarget().getRawParameterTypes().isEmpty();
    return (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
        || (owner.startsWith("java.time.") && name.equals("now") && withoutClock)
        || (owner.equals("java.time.Clock") && name.startsWith("system"))
        || (owner.equals("java.util.Date") && name.equals("<init>") && withoutClock);
  }

  @Test
  void theReceivingSideUsesNoReflection() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..", "java.lang.invoke..", "sun..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.ServiceLoader")
        .orShould(callAnyThat("look up classes, members or resources", ArchitectureTest::reflects))
        .as(
            "The receiving side uses no reflection, services or resources, so that it needs no GraalVM"
                + " metadata (docs/adr/0001)")
        .check(receiveSide);
  }

  private static boolean reflects(JavaAccess<?> call) {
    String owner = call.getTargetOwner().getFullName();
    String name = call.getTarget().getName();
    return (owner.equals("java.lang.Class")
            && (name.startsWith("forName")
                || name.startsWith("getDeclared")
                || name.startsWith("getResource")
                || Set.of(
                        "getMethod",
                        "getMethods",
                        "getField",
                        "getFields",
                        "getConstructor",
                        "getConstructors",
                        "getRecordComponents",
                        "getPermittedSubclasses",
                        "newInstance")
                    .contains(name)))
        || ((owner.equals("java.lang.ClassLoader") || owner.equals("java.lang.Module"))
            && (name.startsWith("getResource") || name.startsWith("loadClass")));
  }

  @Test
  void secretsAreComparedInConstantTime() {
    assertThat(published.get("dev.keyhook.Secret").getMethod("matches", byte[].class))
        .as("Secret.matches compares by MessageDigest.isEqual, of digests of equal length")
        .satisfies(
            matches ->
                assertThat(matches.getMethodCallsFromSelf())
                    .extracting(call -> call.getTarget().getFullName())
                    .contains("java.security.MessageDigest.isEqual([B, [B)"));
    assertThat(
            published
                .get("dev.keyhook.webhooks.verification.HmacKey")
                .getMethod("verifiesAny", List.class, byte[].class, ByteBuffer.class))
        .as("HmacKey.verifiesAny compares by MessageDigest.isEqual")
        .satisfies(
            verifiesAny ->
                assertThat(verifiesAny.getMethodCallsFromSelf())
                    .extracting(call -> call.getTarget().getFullName())
                    .contains("java.security.MessageDigest.isEqual([B, [B)")
                    .doesNotContain("java.util.Arrays.equals([B, [B)"));
    noClasses()
        .that()
        .haveFullyQualifiedName("dev.keyhook.Secret")
        .or()
        .haveFullyQualifiedName("dev.keyhook.webhooks.verification.SharedSecretVerifier")
        .or()
        .haveFullyQualifiedName("dev.keyhook.webhooks.verification.HmacVerifier")
        .should(callAnyThat("compare up to the first difference", ArchitectureTest::comparesEarly))
        .as("Credentials are compared in constant time, by Secret.matches or HmacKey.verifiesAny")
        .check(published);
  }

  private static boolean comparesEarly(JavaAccess<?> call) {
    String owner = call.getTargetOwner().getFullName();
    String name = call.getTarget().getName();
    if (call.getOrigin().getName().equals("labelled")) {
      return false; // rejects a label that contains the secret; no input of a sender is compared
    }
    return (owner.startsWith("java.lang.") || owner.startsWith("java.util."))
        && Stream.of("equals", "contentEquals", "compare", "mismatch", "contains", "indexOf")
            .anyMatch(name::startsWith);
  }

  private static ArchCondition<JavaClass> callAnyThat(
      String description, Predicate<JavaAccess<?>> forbidden) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        Stream.concat(
                item.getAccessesFromSelf().stream(),
                Stream.concat(
                    item.getMethodReferencesFromSelf().stream(),
                    item.getConstructorReferencesFromSelf().stream()))
            .distinct()
            .forEach(
                access ->
                    events.add(
                        new SimpleConditionEvent(
                            access, forbidden.test(access), access.getDescription())));
      }
    };
  }

  @Test
  void staticFieldsAreFinal() {
    STATIC_FIELDS_ARE_FINAL.check(published);
  }

  @Test
  void exceptionsExtendKeyhookException() {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .and()
        .arePublic()
        .and()
        .resideOutsideOfPackage("..internal..")
        .should()
        .beAssignableTo("dev.keyhook.KeyhookException")
        .as("Exceptions are unchecked, below KeyhookException (docs/adr/0004)")
        .check(published);
  }

  @Test
  void namesAreNotGeneric() {
    NAMES_ARE_NOT_GENERIC.check(published);
  }
}
