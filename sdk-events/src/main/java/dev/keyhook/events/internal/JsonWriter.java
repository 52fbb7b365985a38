package dev.keyhook.events.internal;

import dev.keyhook.RawJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes data as JSON, in the forms that the vendor documents. Fields that are null are omitted.
 * Not safe for use by several threads.
 */
public final class JsonWriter {

  private final StringBuilder out = new StringBuilder();
  private boolean first = true;

  /** Returns the document. */
  public RawJson toRawJson() {
    return RawJson.of(out.toString());
  }

  /** Starts an object, at the root or in an array. */
  public void beginObject() {
    separate();
    begin('{');
  }

  /** Starts an object in a field. */
  public void beginObject(String name) {
    name(name);
    begin('{');
  }

  /** Ends an object. */
  public void endObject() {
    end('}');
  }

  /** Starts an array in a field. */
  public void beginArray(String name) {
    name(name);
    begin('[');
  }

  /** Ends an array. */
  public void endArray() {
    end(']');
  }

  /** Writes null. */
  public void nothing(String name) {
    name(name);
    out.append("null");
  }

  /** Writes a text. */
  public void text(String name, @Nullable String value) {
    if (value != null) {
      name(name);
      quote(value);
    }
  }

  /** Writes an array of texts. */
  public void texts(String name, @Nullable List<String> values) {
    if (values != null) {
      beginArray(name);
      for (String value : values) {
        separate();
        quote(value);
      }
      endArray();
    }
  }

  /** Writes a whole number. */
  public void integer(String name, @Nullable Long value) {
    plain(name, value);
  }

  /** Writes a number; infinity and NaN are omitted, because JSON cannot express them. */
  public void number(String name, @Nullable Double value) {
    plain(name, value == null || Double.isFinite(value) ? value : null);
  }

  /** Writes true or false. */
  public void bool(String name, @Nullable Boolean value) {
    plain(name, value);
  }

  /** Writes true or false as a text. */
  public void boolAsText(String name, @Nullable Boolean value) {
    text(name, value == null ? null : value.toString());
  }

  /** Writes a time as ISO-8601 text. */
  public void time(String name, @Nullable Instant value) {
    text(name, value == null ? null : value.toString());
  }

  /** Writes a time as milliseconds since 1970-01-01T00:00Z; as text if they do not fit. */
  public void epochMillis(String name, @Nullable Instant value) {
    try {
      plain(name, value == null ? null : value.toEpochMilli());
    } catch (ArithmeticException e) {
      time(name, value);
    }
  }

  /** Writes JSON as it is. */
  public void json(String name, RawJson value) {
    plain(name, value.text());
  }

  /** Writes JSON as it is. */
  public void json(String name, @Nullable LazyJson value) {
    plain(name, value == null ? null : value.get().text());
  }

  /** Writes JSON as a text. */
  public void jsonText(String name, @Nullable LazyJson value) {
    text(name, value == null ? null : value.get().text());
  }

  private void plain(String name, @Nullable Object value) {
    if (value != null) {
      name(name);
      out.append(value);
    }
  }

  private void begin(char bracket) {
    out.append(bracket);
    first = true;
  }

  private void end(char bracket) {
    out.append(bracket);
    first = false;
  }

  private void name(String name) {
    separate();
    quote(name);
    out.append(':');
  }

  private void separate() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        // UTF-8 cannot encode a lone surrogate, but an escape can.
        out.append("\\u").append(Character.forDigit(c >> 12, 16));
        out.append(Character.forDigit((c >> 8) & 15, 16));
        out.append(Character.forDigit((c >> 4) & 15, 16));
        out.append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
