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

/** A module that we publish, as this build made it: a jar, or a folder of classes before that. */
record PublishedModule(ModuleDescriptor descriptor, Path location) {

  /** Where the sources are. */
  static final Path ROOT = Path.of(System.getProperty("keyhook.root", ".."));

  /** Returns the version that they have. */
  static String version() {
    return System.getProperty("keyhook.version", "0.1.0-SNAPSHOT");
  }

  /** Returns all of them, found on the class path, by name. */
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

  /** Returns what the tests run with. */
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

  /** Returns {@code keyhook-core} for {@code dev.keyhook}, as Maven calls it. */
  String artifact() {
    return name().equals("dev.keyhook")
        ? "keyhook-core"
        : "keyhook-" + name().substring("dev.keyhook.".length());
  }

  boolean isJar() {
    return Files.isRegularFile(location);
  }

  /** Returns the packages that everybody may use. */
  List<String> publicPackages() {
    return descriptor.exports().stream()
        .filter(exported -> !exported.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .sorted()
        .toList();
  }

  /** Returns the content of each file in it, by path, classes included. */
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
