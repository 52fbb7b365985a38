package dev.keyhook.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyhook.MalformedEventException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Decides with another parser, after a strict UTF-8 decoder, whether bytes are JSON. */
final class ReferenceJson {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ReferenceJson() {}

  /** Returns whether the reason means that the body is valid JSON but not an event. */
  static boolean isJson(MalformedEventException malformed) {
    return switch (malformed.reason()) {
      case NOT_AN_OBJECT, NO_TYPE, NO_PAYLOAD -> true;
      default -> false;
    };
  }

  /** Returns whether the bytes are one JSON document in UTF-8, with an optional byte order mark. */
  static boolean accepts(byte[] body) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
    try {
      return !JSON.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text).isMissingNode();
    } catch (IOException notJson) {
      return false;
    }
  }
}
