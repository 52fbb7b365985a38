package dev.keyhook.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The floor: jackson-core goes over a body and hands nothing out. */
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

  /** Makes a {@link String} of every text; returns their length together. */
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
