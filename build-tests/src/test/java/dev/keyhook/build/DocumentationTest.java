package dev.keyhook.build;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java code on the pages equals a region of compiled code, and links have a target. */
class DocumentationTest {

  private static final Pattern MARKER = Pattern.compile("<!-- (\\S+\\.java)#([\\w-]+) -->");
  private static final Pattern LINK =
      Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)(?:\\s+\"[^\"]*\")?\\)");

  /** Coordinates in a block for Gradle or Maven: artifact, and version if there is one. */
  private static final Pattern COORDINATES =
      Pattern.compile(
          "\"dev\\.keyhook:(keyhook-[a-z-]+)(?::([\\w.-]+))?\""
              + "|<artifactId>(keyhook-[a-z-]+)</artifactId>(?:\\s*<version>([^<]+)</version>)?");

  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*?) *#*$");

  /** The depth of {@code docs/adr/0001-name.md}. */
  private static final int MAX_DEPTH = 3;

  private static final Path TARGET = Path.of("target");

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(PublishedModule.ROOT, MAX_DEPTH)) {
      List<Path> pages =
          files
              .filter(file -> file.toString().endsWith(".md"))
              .map(PublishedModule.ROOT::relativize)
              .filter(
                  file -> StreamSupport.stream(file.spliterator(), false).noneMatch(TARGET::equals))
              .sorted()
              .toList();
      return pages.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void showsJavaOnlyAsInTheExamples(Path page) throws IOException {
    List<String> lines = Files.readAllLines(PublishedModule.ROOT.resolve(page));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```java") && !describesThePast(page)) {
        String before = i == 0 ? "" : lines.get(i - 1);
        if (!MARKER.matcher(before).matches()) {
          fail(
              "%s:%d shows Java without its source; move the code into an example, and put this line"
                  + " before it:%n<!-- examples/src/main/java/.../Some.java#region -->",
              page, i + 1);
        }
      }
      Matcher marker = MARKER.matcher(line);
      if (marker.matches()) {
        String place = page + ":" + (i + 1);
        assertThat(i + 1 < lines.size() ? lines.get(i + 1) : "")
            .as("%s: a block of Java follows the marker", place)
            .isEqualTo("```java");
        int end = lines.subList(i, lines.size()).indexOf("```") + i;
        assertThat(end).as("%s: the block of Java ends", place).isGreaterThan(i);
        assertThat(String.join("\n", lines.subList(i + 2, end)).stripTrailing())
            .as("%s shows region %s of %s", place, marker.group(2), marker.group(1))
            .isEqualTo(region(place, marker.group(1), marker.group(2)));
      } else if (line.contains("<!--") && line.contains(".java#")) {
        fail("%s:%d is not a marker of the form <!-- path.java#region -->", page, i + 1);
      }
    }
  }

  private static boolean describesThePast(Path page) {
    return page.startsWith("docs/adr") || page.equals(Path.of("CHANGELOG.md"));
  }

  private static String region(String place, String file, String name) throws IOException {
    Path path = PublishedModule.ROOT.resolve(file);
    assertThat(path).as("%s names a file", place).exists();
    List<String> lines = Files.readAllLines(path);
    int begin = indexOf(lines, 0, "// region " + name);
    assertThat(begin).as("%s: // region %s in %s", place, name, file).isNotNegative();
    int end = indexOf(lines, begin, "// endregion");
    assertThat(end).as("%s: // endregion of %s in %s", place, name, file).isNotNegative();
    List<String> region = lines.subList(begin + 1, end);
    int indent =
        region.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    return region.stream()
        .map(line -> line.isBlank() ? "" : line.substring(indent))
        .collect(joining("\n"))
        .stripTrailing(); // the formatter puts an empty line before a comment after a method
  }

  private static int indexOf(List<String> lines, int from, String text) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(text)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void theReadmeHasSnippets() throws IOException {
    assertThat(Files.readString(PublishedModule.ROOT.resolve("README.md"))).containsPattern(MARKER);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesOnlyPublishedArtifactsAndTheirVersion(Path page) throws IOException {
    String bom = Files.readString(PublishedModule.ROOT.resolve("sdk-bom/pom.xml"));
    Matcher coordinates = COORDINATES.matcher(Files.readString(PublishedModule.ROOT.resolve(page)));
    while (coordinates.find()) {
      String artifact = coordinates.group(coordinates.group(1) == null ? 3 : 1);
      String version = coordinates.group(coordinates.group(1) == null ? 4 : 2);
      assertThat(bom).as("%s names an artifact", page).contains(">" + artifact + "<");
      if (version != null) {
        assertThat(version)
            .as("%s: version of %s", page, artifact)
            .isEqualTo(PublishedModule.version());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void hasNoBrokenLinks(Path page) throws IOException {
    Path file = PublishedModule.ROOT.resolve(page);
    String text = withoutCode(Files.readString(file));
    List<String> dead = new ArrayList<>();
    Matcher link = LINK.matcher(text);
    while (link.find()) {
      String target = link.group(1);
      if (target.matches("[a-z]+:.*")) {
        continue; // an external page
      }
      String[] parts = target.split("#", 2);
      Path linked =
          parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize().toAbsolutePath();
      if (!Files.exists(linked)) {
        dead.add(target);
      } else if (parts.length == 2
          && linked.toString().endsWith(".md")
          && !anchors(Files.readString(linked)).contains(parts[1])) {
        dead.add(target);
      }
    }
    assertThat(dead).as("Broken links in %s", page).isEmpty();
  }

  private static String withoutCode(String markdown) {
    return markdown.replaceAll("(?ms)^```.*?^```", "").replaceAll("`[^`\n]*`", "``");
  }

  private static Set<String> anchors(String markdown) {
    Set<String> anchors = new TreeSet<>();
    Matcher heading = HEADING.matcher(markdown.replaceAll("(?ms)^```.*?^```", ""));
    while (heading.find()) {
      anchors.add(
          heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'));
    }
    return anchors;
  }
}
