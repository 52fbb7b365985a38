package dev.keyhook.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Pattern;

/** Decides with Jackson whether bytes are JSON in strict UTF-8. */
final class JsonVerdict {

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** Jackson requires paired surrogates in names. The grammar does not (RFC 8259, section 8.2). */
  private static final Pattern HALF_PAIR = Pattern.compile("(\\\\u)[dD][89a-fA-F]([0-9a-fA-F]{2})");

  private JsonVerdict() {}

  /** Returns whether the bytes are one JSON value (RFC 8259), with or without a byte order mark. */
  static boolean isJson(byte[] body) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return false;
    }
    String plain = HALF_PAIR.matcher(text).replaceAll("$100$2");
    try (JsonParser parser =
        JACKSON.createParser(plain.startsWith("\uFEFF") ? plain.substring(1) : plain)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
