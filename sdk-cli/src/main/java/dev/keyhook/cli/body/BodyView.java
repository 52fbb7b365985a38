package dev.keyhook.cli.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.keyhook.Deviation;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Text;
import dev.keyhook.cli.catalogue.FieldDescription;
import dev.keyhook.cli.catalogue.Vendor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A body as indented JSON, line by line, with the schema's description of each value.
 *
 * <p>Values keep the order and the form in which they were received. Sensitive values are masked by
 * default.
 */
public final class BodyView {

  private static final int MAX_LINES = 3_000;
  private static final int MAX_VALUE = 2_000;
  private static final String MASK = "•••";

  private final FieldLookup lookup;
  private final Map<String, String> deviations = new HashMap<>();
  private final boolean isRevealed;
  private final List<BodyLine> lines = new ArrayList<>();

  private BodyView(Vendor vendor, String type, List<Deviation> deviations, boolean isRevealed) {
    this.lookup = new FieldLookup(vendor, type);
    this.isRevealed = isRevealed;
    deviations.forEach(each -> this.deviations.put(each.pointer(), each.kind().name()));
  }

  /**
   * Returns the lines of a body.
   *
   * @param type the type of the event, whose schema describes the data
   * @param deviations where the body differs from the schema
   * @param isRevealed whether to show sensitive values
   * @return empty if the body is not JSON
   */
  public static List<BodyLine> lines(
      Vendor vendor, String type, byte[] body, List<Deviation> deviations, boolean isRevealed) {
    BodyView view = new BodyView(vendor, type, deviations, isRevealed);
    try (JsonParser parser = Json.mapper().createParser(body)) {
      if (parser.nextToken() == null) {
        return List.of();
      }
      view.value(parser, "", 0, null, false);
      return List.copyOf(view.lines);
    } catch (IOException e) {
      return List.of();
    }
  }

  private void value(
      JsonParser parser, String pointer, int depth, @Nullable String key, boolean isHidden)
      throws IOException {
    boolean isMasked =
        isHidden || (!isRevealed && !pointer.isEmpty() && lookup.isSensitive(pointer));
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      add(pointer, depth, key, "{", "bracket", false);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        value(parser, pointer + "/" + escaped(name), depth + 1, name, isMasked);
      }
      close(depth, "}");
    } else if (token == JsonToken.START_ARRAY) {
      add(pointer, depth, key, "[", "bracket", false);
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        value(parser, pointer + "/" + i, depth + 1, null, isMasked);
      }
      close(depth, "]");
    } else {
      boolean isHollow = token == JsonToken.VALUE_NULL;
      String text = isMasked && !isHollow ? MASK : scalar(parser, token);
      add(pointer, depth, key, text, kind(token), isMasked && !isHollow);
    }
  }

  private static String scalar(JsonParser parser, JsonToken token) throws IOException {
    String text = Text.cut(parser.getText(), MAX_VALUE);
    return token == JsonToken.VALUE_STRING
        ? '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"'
        : text;
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> "string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
      default -> "word";
    };
  }

  private void add(
      String pointer, int depth, @Nullable String key, String value, String kind, boolean masked) {
    if (lines.size() >= MAX_LINES) {
      return;
    }
    Optional<FieldDescription> field = lookup.find(pointer);
    String type =
        field
            .map(it -> it.format().isEmpty() ? it.type() : it.type() + ", " + it.format())
            .orElse("");
    lines.add(
        new BodyLine(
            pointer,
            depth,
            key,
            value,
            kind,
            masked,
            false,
            type,
            field.map(FieldDescription::description).orElse(""),
            deviations.get(pointer)));
  }

  private void close(int depth, String bracket) {
    int last = lines.size() - 1;
    BodyLine before = lines.get(last);
    if (before.kind().equals("bracket") && before.depth() == depth && !before.pointer().isEmpty()) {
      lines.set(last, before.empty(bracket));
      return;
    }
    lines.set(last, before.last());
    if (lines.size() < MAX_LINES) {
      lines.add(new BodyLine("", depth, null, bracket, "bracket", false, false, "", "", null));
    }
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
