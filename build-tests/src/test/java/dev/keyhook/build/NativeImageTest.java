package dev.keyhook.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each resource in a jar is declared for GraalVM native images, and no other. No image is built
 * here. The receiving side needs no other metadata: it uses no reflection, see {@link
 * ArchitectureTest}.
 */
class NativeImageTest {

  private static final String INCLUDES = "/resources/includes/";

  static Stream<PublishedModule> modules() {
    return PublishedModule.all().stream();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void filesInTheJarAreDeclared(PublishedModule module) throws IOException {
    Map<String, byte[]> files = module.files();
    String place =
        "META-INF/native-image/dev.keyhook/" + module.artifact() + "/resource-config.json";
    List<Pattern> declared = declared(files.getOrDefault(place, "{}".getBytes(UTF_8)));
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

  /** Returns the patterns of {@code resources.includes}. */
  private static List<Pattern> declared(byte[] resourceConfig) throws IOException {
    List<Pattern> declared = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(resourceConfig)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING
            && "pattern".equals(json.currentName())
            && json.getParsingContext().pathAsPointer().toString().startsWith(INCLUDES)) {
          declared.add(Pattern.compile(json.getText()));
        }
      }
    }
    return declared;
  }
}
