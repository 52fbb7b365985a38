package dev.keyhook.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules for the published modules without a {@code module-info.java}, which {@link PublishedModule}
 * does not find: the starter, because Spring Boot reads its classes and names on the class path,
 * and the command, because it is a program and not a library.
 *
 * <p>The rules for exports and for dependencies between packages do not apply: nothing is exported,
 * and both may use every published module. A program may log, print, read the time and use
 * reflection. {@code PublicApiTest} would need Spring on the class path of these tests.
 *
 * <p>Skipped for a module that is not built: these tests do not depend on it, so that {@code -pl
 * build-tests -am} does not need Spring. {@code mvn verify} builds both first.
 */
class ModulesWithoutDescriptorTest {

  private static final String STARTER = "sdk-spring-boot";
  private static final String COMMAND = "sdk-cli";

  /** Packages of other libraries that public signatures of the starter may name. */
  private static final Set<String> LIBRARIES_OF_THE_STARTER = Set.of("org.springframework.");

  private static Path folderOf(String module) {
    Path classes = PublishedModule.ROOT.resolve(module).resolve("target/classes");
    assumeThat(classes).as("classes of " + module).isDirectory();
    return classes;
  }

  private static JavaClasses classesOf(String module) {
    JavaClasses imported = new ClassFileImporter().importPath(folderOf(module));
    assertThat(imported).as("classes of " + module).hasSizeGreaterThan(10);
    return imported;
  }

  @ParameterizedTest
  @ValueSource(strings = {STARTER, COMMAND})
  void haveNoDescriptor(String module) {
    assertThat(folderOf(module).resolve("module-info.class"))
        .as("If it has a descriptor now, remove the module from this test")
        .doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {STARTER, COMMAND})
  void everyPackageIsNullMarked(String module) {
    assertThat(ArchitectureTest.packagesThatAreNotNullMarked(classesOf(module))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {STARTER, COMMAND})
  void useOnlyWhatOtherModulesExport(String module) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.keyhook..internal..")
        .as("No class uses an internal package, which the class path does not protect")
        .check(classesOf(module));
  }

  @ParameterizedTest
  @ValueSource(strings = {STARTER, COMMAND})
  void keepTheRulesOfAllClasses(String module) {
    JavaClasses classes = classesOf(module);
    ArchitectureTest.STATIC_FIELDS_ARE_FINAL.check(classes);
    ArchitectureTest.NAMES_ARE_NOT_GENERIC.check(classes);
  }

  @Test
  void theStarterPrintsNothing() {
    ArchitectureTest.NOTHING_IS_PRINTED.check(classesOf(STARTER));
  }

  @Test
  void theStarterIsNamedForApplicationsOnTheModulePath() throws IOException {
    Path target = PublishedModule.ROOT.resolve(STARTER).resolve("target");
    String name = "keyhook-spring-boot-starter-" + PublishedModule.version() + ".jar";
    Path jar = target.resolve(name);
    assumeThat(jar).as("jar of the starter").isRegularFile();
    try (JarFile opened = new JarFile(jar.toFile())) {
      assertThat(opened.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
          .as("Automatic-Module-Name; the name of the jar would be used instead")
          .isEqualTo("dev.keyhook.spring");
    }
  }

  @Test
  void publicSignaturesOfTheStarterNameOnlyTypesOfSpringTheJdkAndOurApi() {
    Set<String> ours = new TreeSet<>(List.of("dev.keyhook.spring"));
    PublishedModule.all().forEach(module -> ours.addAll(module.publicPackages()));
    List<String> violations = new ArrayList<>();
    List<JavaClass> types = publicTypes();
    assertThat(types).extracting(JavaClass::getSimpleName).contains("WebhookHandler");
    for (JavaClass type : types) {
      visibleMembers(type)
          .forEach(
              member ->
                  namedTypes(member)
                      .filter(named -> !mayBeNamed(named, ours))
                      .forEach(
                          named -> violations.add(member.getFullName() + ": " + named.getName())));
    }
    assertThat(violations).isEmpty();
  }

  private static List<JavaClass> publicTypes() {
    return classesOf(STARTER).stream()
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .filter(
            type ->
                type.getEnclosingClass()
                    .map(outer -> outer.getModifiers().contains(JavaModifier.PUBLIC))
                    .orElse(true))
        .toList();
  }

  private static Stream<JavaMember> visibleMembers(JavaClass type) {
    return type.getMembers().stream()
        .filter(
            member ->
                member.getModifiers().contains(JavaModifier.PUBLIC)
                    || member.getModifiers().contains(JavaModifier.PROTECTED));
  }

  private static Stream<JavaClass> namedTypes(JavaMember member) {
    Set<JavaClass> named = new HashSet<>();
    if (member instanceof JavaCodeUnit unit) {
      named.addAll(unit.getReturnType().getAllInvolvedRawTypes());
      unit.getParameterTypes().forEach(type -> named.addAll(type.getAllInvolvedRawTypes()));
      unit.getExceptionTypes().forEach(named::add);
    } else if (member instanceof JavaField field) {
      named.addAll(field.getType().getAllInvolvedRawTypes());
    }
    return named.stream().map(JavaClass::getBaseComponentType);
  }

  private static boolean mayBeNamed(JavaClass named, Set<String> ours) {
    String packageName = named.getPackageName();
    if (named.isPrimitive() || packageName.startsWith("java.")) {
      return true;
    }
    if (packageName.startsWith("dev.keyhook")) {
      boolean isOfStarter = packageName.equals("dev.keyhook.spring");
      return ours.contains(packageName)
          && (!isOfStarter || named.getModifiers().contains(JavaModifier.PUBLIC));
    }
    return LIBRARIES_OF_THE_STARTER.stream().anyMatch(packageName::startsWith);
  }
}
