package dev.keyhook.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/** The guide's table of properties equals the configuration metadata; rewrites it on request. */
class PropertyReferenceTest {

  private static final Path GUIDE =
      Path.of(System.getProperty("keyhook.root", ".."), "docs", "guide", "spring-boot.md");
  private static final String BEGIN = "<!-- properties -->\n";
  private static final String END = "<!-- end of properties -->\n";

  @Test
  void theGuideListsAllProperties() throws Exception {
    String guide = Files.readString(GUIDE);
    int begin = guide.indexOf(BEGIN) + BEGIN.length();
    int end = guide.indexOf(END);
    String table = table();
    if (System.getProperty("properties.update") != null) {
      Files.writeString(GUIDE, guide.substring(0, begin) + table + guide.substring(end));
    } else {
      assertThat(guide.substring(begin, end))
          .as("Run this test with -Dproperties.update=true to rewrite the table")
          .isEqualTo(table);
    }
  }

  private static String table() throws Exception {
    Map<String, String> rows = new TreeMap<>();
    for (Object property : properties()) {
      Map<?, ?> values = (Map<?, ?>) property;
      String name = (String) values.get("name");
      String description = (String) values.get("description");
      Object standard = values.get("defaultValue");
      assertThat(description).as("description of %s", name).isNotBlank();
      rows.put(
          name,
          "| `%s` | %s | %s |%n"
              .formatted(name, standard == null ? "" : "`" + standard + "`", description));
    }
    assertThat(rows).hasSizeGreaterThan(20);
    return "| property | default | meaning |\n|--|--|--|\n" + String.join("", rows.values());
  }

  private static List<?> properties() throws Exception {
    try (InputStream in =
        KeyhookProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      String json = new String(Objects.requireNonNull(in, "metadata").readAllBytes(), UTF_8);
      return (List<?>)
          Objects.requireNonNull(
              JsonParserFactory.getJsonParser().parseMap(json).get("properties"));
    }
  }
}
