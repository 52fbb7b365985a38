package dev.keyhook.build;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A published module as built here: a jar, or before the package phase a folder of classes. */
record PublishedModule(ModuleDescriptor descriptor, Path location) {

  /** The root folder of the sources. */
  static final Path ROOT = Path.of(System.getProperty("keyhook.root", ".."));

  /** Returns the version of all of them. */
  static String version() {
    return System.getProperty("keyhook.version", "0.1.0-SNAPSHOT");
  }

  /** Returns all modules on the class path, sorted by name. */
  static List<PublishedModule> all() {
    return Holder.ALL;
  }

  static PublishedModule named(String name) {
    return all().stream()
        .filter(module -> module.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no module " + name + " in " + all()));
  }

  private static final class Holder {
    static final List<PublishedModule> ALL = find();
  }

  private static List<PublishedModule> find() {
    return classPath()
        .filter(PublishedModule::hasModuleInfo)
        .flatMap(
            entry ->
                ModuleFinder.of(entry).findAll().stream()
                    .map(found -> new PublishedModule(found.descriptor(), entry)))
        .filter(module -> (module.name() + ".").startsWith("dev.keyhook."))
        .sorted(Comparator.comparing(PublishedModule::name))
        .toList();
  }

  /** Returns the class path of the tests. */
  static Stream<Path> classPath() {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getProperty("java.class.path"))
        .map(Path::of);
  }

  private static boolean hasModuleInfo(Path entry) {
    if (Files.isDirectory(entry)) {
      return Files.exists(entry.resolve("module-info.class"));
    }
    if (!Files.exists(entry)) {
      return false;
    }
    try (JarFile jar = new JarFile(entry.toFile())) {
      return jar.getEntry("module-info.class") != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return descriptor.name();
  }

  /** Returns the artifact id, such as {@code keyhook-core} for {@code dev.keyhook}. */
  String artifact() {
    return name().equals("dev.keyhook")
        ? "keyhook-core"
        : "keyhook-" + name().substring("dev.keyhook.".length());
  }

  boolean isJar() {
    return Files.isRegularFile(location);
  }

  /** Returns the packages that are exported to all modules. */
  List<String> publicPackages() {
    return descriptor.exports().stream()
        .filter(exported -> !exported.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .sorted()
        .toList();
  }

  /** Returns the content of each file by path, including classes. */
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    try {
      if (isJar()) {
        try (JarFile jar = new JarFile(location.toFile())) {
          for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
            if (!entry.isDirectory()) {
              try (InputStream in = jar.getInputStream(entry)) {
                files.put(entry.getName(), in.readAllBytes());
              }
            }
          }
        }
      } else {
        try (Stream<Path> paths = Files.walk(location)) {
          for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
            String name = location.relativize(path).toString().replace(File.separatorChar, '/');
            files.put(name, Files.readAllBytes(path));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  @Override
  public String toString() {
    return name() + " at " + location;
  }
}
