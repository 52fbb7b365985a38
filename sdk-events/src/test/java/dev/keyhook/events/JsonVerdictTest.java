package dev.keyhook.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.keyhook.MalformedEventException;
import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The scanner and jackson-core must agree on whether any bytes are valid JSON. */
class JsonVerdictTest {

  private static final long SEED = 20261122;
  private static final int ROUNDS = 60_000;
  private static final JsonFactory JACKSON = new JsonFactory();

  private static final String[] SEEDS = {
    """
    {"detail-type":"KeyAdded","detail":{"data":{"lockId":4321,"keyUuid":"k","x":[1,-0.5e+7,true]}}}""",
    """
    {"detail-type":"Other","detail":{"é\\u00e9":["\\"\\\\\\/\\b\\f\\n\\r\\t",null,false,{}]}}""",
    """
    [ 0 , -1 , 1.5 , 1e3 , "a\uD83D\uDE00b" , { "a" : [ [ ] , { } ] } , true ]""",
    "\"text\"",
    " -12.50E-3 ",
  };

  /** The bytes that mutations insert: JSON syntax, and parts of UTF-8 sequences. */
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\u00",
    "-",
    "+",
    ".",
    "e",
    "0",
    "00",
    "1",
    "9",
    "true",
    "fals",
    "null",
    "NaN",
    " ",
    "\t",
    "\n",
    "\r",
    "\f",
    "\u0000",
    "\u001f",
    "\u007f",
    "\u00a0",
    "\ufeff",
    "é",
    "\uD83D\uDE00",
    "//",
    "/**/",
    "'",
    ",]",
    ",}",
    "{}",
    "[]",
    "\"\"",
  };

  @Test
  void agreesWithAnotherParserOnDamagedBodies() {
    Random random = new Random(SEED);
    int valid = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] body = damaged(random);
      boolean expected = isJson(body);
      assertThat(keyhookReads(body))
          .as("seed %d, round %d: %s", SEED, round, new String(body, UTF_8))
          .isEqualTo(expected);
      valid += expected ? 1 : 0;
    }
    // Both results must be frequent, otherwise the test shows nothing.
    assertThat(valid).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  private static byte[] damaged(Random random) {
    byte[] body = SEEDS[random.nextInt(SEEDS.length)].getBytes(UTF_8);
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(body.length + 1);
      int removed = Math.min(random.nextInt(3), body.length - at);
      byte[] piece =
          random.nextInt(8) == 0
              ? new byte[] {(byte) random.nextInt(256)}
              : PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8);
      body = replace(body, at, removed, random.nextBoolean() ? piece : new byte[0]);
    }
    return body;
  }

  private static byte[] replace(byte[] body, int at, int removed, byte[] piece) {
    byte[] replaced = Arrays.copyOf(body, body.length - removed + piece.length);
    System.arraycopy(piece, 0, replaced, at, piece.length);
    System.arraycopy(body, at + removed, replaced, at + piece.length, body.length - at - removed);
    return replaced;
  }

  private static boolean keyhookReads(byte[] body) {
    try {
      SmartphoneKeyEvents.parser().parseUnverified(body);
      return true;
    } catch (MalformedEventException e) {
      return ReferenceJson.isJson(e);
    }
  }

  /**
   * Jackson's tokens, after Java's strict UTF-8 decoder, because Jackson does not check that
   * itself.
   */
  private static boolean isJson(byte[] body) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException e) {
      return false;
    }
    try (JsonParser parser = JACKSON.createParser(body)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      if (parser.currentToken().isScalarValue()) {
        parser.getText(); // scalars are read lazily
      }
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
