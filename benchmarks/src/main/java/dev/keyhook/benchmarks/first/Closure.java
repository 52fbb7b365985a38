package dev.keyhook.benchmarks.first;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A library and all its run-time dependencies, in the versions of this build.
 *
 * @param library its group and artifact
 * @param jars its own jar first
 */
public record Closure(String library, List<Path> jars) {

  /** Written by the dependency plugin: the whole tree, including duplicates that Maven omits. */
  private static final String TREE = "/dependencies.json";

  /** Returns the jars of a library that this build depends on. */
  public static Closure of(String library) {
    Map<String, JsonNode> artifacts = new HashMap<>();
    collect(tree(), artifacts);
    Map<String, Path> jars = new LinkedHashMap<>();
    add(library, artifacts, jars);
    return new Closure(library, List.copyOf(jars.values()));
  }

  private static JsonNode tree() {
    try (InputStream in = Closure.class.getResourceAsStream(TREE)) {
      return JsonMapper.builder().build().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For each artifact, keeps the place in the tree where its dependencies are listed. */
  private static void collect(JsonNode node, Map<String, JsonNode> artifacts) {
    for (JsonNode child : node.path("children")) {
      artifacts.merge(
          id(child),
          child,
          (one, other) ->
              one.path("children").size() >= other.path("children").size() ? one : other);
      collect(child, artifacts);
    }
  }

  private static String id(JsonNode artifact) {
    return artifact.path("groupId").asText() + ":" + artifact.path("artifactId").asText();
  }

  private static void add(String id, Map<String, JsonNode> artifacts, Map<String, Path> jars) {
    JsonNode artifact = artifacts.get(id);
    if (artifact == null) {
      throw new IllegalArgumentException(id + " is no dependency of the benchmarks");
    }
    String scope = artifact.path("scope").asText();
    boolean atRunTime = scope.equals("compile") || scope.equals("runtime");
    if (!atRunTime || artifact.path("optional").asBoolean() || jars.containsKey(id)) {
      return;
    }
    jars.put(id, jar(artifact));
    for (JsonNode child : artifact.path("children")) {
      add(id(child), artifacts, jars);
    }
  }

  private static Path jar(JsonNode artifact) {
    String name = artifact.path("artifactId").asText() + "-" + artifact.path("version").asText();
    List<String> classPath =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
    for (String entry : classPath) {
      if (Path.of(entry).getFileName().toString().startsWith(name)) {
        return Path.of(entry);
      }
    }
    // There is no jar yet if Maven has only compiled.
    String module = artifact.path("artifactId").asText().replace("keyhook-", "sdk-");
    for (String entry : classPath) {
      if (entry.contains(File.separator + module + File.separator)) {
        return Path.of(entry);
      }
    }
    throw new IllegalStateException(name + " is not on the class path");
  }

  /** Returns the total size of all jars, in bytes. */
  public long size() {
    long sum = 0;
    for (Path jar : jars) {
      try {
        sum += Files.size(jar);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sum;
  }

  /** Returns the number of dependencies. */
  public int dependencies() {
    return jars.size() - 1;
  }

  /** Returns the class path for {@code java -cp}. */
  public String classPath() {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
