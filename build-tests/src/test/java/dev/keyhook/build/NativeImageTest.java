package dev.keyhook.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A GraalVM native image needs the resources of a jar declared. The receiving side needs no other
 * metadata, since it uses no reflection, see {@link ArchitectureTest}.
 */
class NativeImageTest {

  private static final Pattern PATTERN = Pattern.compile("\"pattern\": \"(.*)\"");

  static Stream<PublishedModule> modules() {
    return PublishedModule.all().stream();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void filesInTheJarAreDeclared(PublishedModule module) {
    Map<String, byte[]> files = module.files();
    String place =
        "META-INF/native-image/dev.keyhook/" + module.artifact() + "/resource-config.json";
    List<Pattern> declared = new ArrayList<>();
    Matcher patterns = PATTERN.matcher(new String(files.getOrDefault(place, new byte[0]), UTF_8));
    while (patterns.find()) {
      declared.add(Pattern.compile(patterns.group(1).replace("\\\\", "\\")));
    }
    List<String> read =
        files.keySet().stream()
            .filter(path -> !path.endsWith(".class"))
            .filter(path -> !path.startsWith("META-INF/") || path.startsWith("META-INF/keyhook/"))
            .toList();

    assertThat(read)
        .as("Files in the jar are declared in %s", place)
        .allMatch(path -> declared.stream().anyMatch(each -> each.matcher(path).matches()));
    assertThat(declared)
        .as("%s declares existing files only", place)
        .allMatch(each -> read.stream().anyMatch(path -> each.matcher(path).matches()));
  }
}
