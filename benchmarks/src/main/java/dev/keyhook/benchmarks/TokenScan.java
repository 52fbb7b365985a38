package dev.keyhook.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The baseline: jackson-core reads all tokens of a body, without creating strings. */
final class TokenScan {

  private static final JsonFactory FACTORY = new JsonFactory();

  private TokenScan() {}

  /** Returns the number of tokens. */
  static int scan(byte[] body) throws IOException {
    try (JsonParser parser = FACTORY.createParser(body)) {
      int tokens = 0;
      while (parser.nextToken() != null) {
        tokens++;
      }
      return tokens;
    }
  }

  /** Reads all tokens and creates a {@link String} for each text. Returns their total length. */
  static int scanWithTexts(byte[] body) throws IOException {
    try (JsonParser parser = FACTORY.createParser(body)) {
      int length = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          length += parser.getText().length();
        }
      }
      return length;
    }
  }
}
