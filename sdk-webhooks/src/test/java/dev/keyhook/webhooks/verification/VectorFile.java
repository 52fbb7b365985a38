package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Vectors for one verifier.
 *
 * <p>Written as ASCII text: lines {@code name = value}, with an empty line between two cases.
 * Header values and bodies are in quotes; characters that are not printable ASCII, and backslashes,
 * are {@code \\uXXXX}, for bodies one for each byte.
 *
 * @param settings the verifier's configuration, such as its keys
 * @param vectors the cases
 */
record VectorFile(Map<String, String> settings, List<Vector> vectors) {

  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

  static VectorFile read(String name) {
    try (InputStream in = VectorFile.class.getResourceAsStream("/vectors/" + name)) {
      return parse(new String(in.readAllBytes(), US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    StringBuilder text = new StringBuilder("# Written by VectorGenerator.\n");
    settings.forEach((name, value) -> text.append(name).append(" = ").append(value).append('\n'));
    vectors.forEach(vector -> text.append('\n').append(vector.text()));
    return text.toString();
  }

  static VectorFile parse(String text) {
    String[] blocks = text.split("\n\n", -1);
    Map<String, String> settings = new LinkedHashMap<>();
    fields(blocks[0]).forEach(field -> settings.put(field.getKey(), field.getValue()));
    List<Vector> vectors = new ArrayList<>();
    for (int i = 1; i < blocks.length; i++) {
      vectors.add(vector(fields(blocks[i])));
    }
    return new VectorFile(settings, vectors);
  }

  private static List<Map.Entry<String, String>> fields(String block) {
    return block
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" = ", 2))
        .map(parts -> Map.entry(parts[0], parts[1]))
        .toList();
  }

  private static Vector vector(List<Map.Entry<String, String>> fields) {
    String name = "";
    String result = "";
    String body = "";
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (Map.Entry<String, String> field : fields) {
      String value = field.getValue();
      switch (field.getKey()) {
        case "case" -> name = value;
        case "result" -> result = value;
        case "body" -> body = unquoted(value);
        case "header" -> {
          String[] parts = value.split(": ", 2);
          headers.add(Map.entry(parts[0], unquoted(parts[1])));
        }
        default -> throw new IllegalArgumentException(field.getKey());
      }
    }
    return new Vector(name, headers, body, result);
  }

  private static String unquoted(String text) {
    return ESCAPE
        .matcher(text.substring(1, text.length() - 1))
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }
}
