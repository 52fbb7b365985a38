package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Generates vectors for HMAC-SHA256 over a body, and over id, time stamp and body. */
final class HmacVectors {

  static final String HEADER = "X-Signature";

  private static final String CURRENT = "the current secret";
  private static final String PREVIOUS = "the previous secret, gr\u00fcn";
  private static final String BODY = "{\"eventId\":\"a1\",\"data\":{\"name\":\"Zo\u00eb\"}}\n";
  private static final byte[] BYTES = BODY.getBytes(UTF_8);

  private static final String ID = "msg_1";
  private static final Instant NOW = Instant.parse("2026-04-30T10:30:00Z");
  private static final Secret KEY =
      Secret.of("whsec_" + base64("a key of at least 24 bytes".getBytes(UTF_8)));
  private static final Secret OLD_KEY =
      Secret.of(base64("another key, without the mark".getBytes(UTF_8)));

  private final List<Vector> vectors = new ArrayList<>();

  private HmacVectors() {}

  static VectorFile ofBody() {
    HmacVectors all = new HmacVectors();
    all.addBodies();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("secret", CURRENT);
    settings.put("previous", base64(PREVIOUS.getBytes(UTF_8)));
    return new VectorFile(settings, all.vectors);
  }

  static VectorFile standardWebhooks() {
    HmacVectors all = new HmacVectors();
    all.addDeliveries();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("secret", KEY.reveal());
    settings.put("previous", OLD_KEY.reveal());
    settings.put("clock", NOW.toString());
    return new VectorFile(settings, all.vectors);
  }

  private void addBodies() {
    String right = HmacSigning.hex(CURRENT, BODY);
    byte[] key = CURRENT.getBytes(UTF_8);
    byte[] genuine = HmacSigning.hmac(key, BYTES);
    body("valid", "sha256=" + right, BYTES, "#1");
    body("valid, by the previous secret", "sha256=" + HmacSigning.hex(PREVIOUS, BODY), BYTES, "#2");
    body("valid, capital digits", "sha256=" + right.toUpperCase(Locale.ROOT), BYTES, "#1");
    body("valid, white space around the header", "\t sha256=" + right + " ", BYTES, "#1");
    body("valid, empty body", "sha256=" + HmacSigning.hex(CURRENT, ""), new byte[0], "#1");

    mismatch("first byte of the body changed", genuine, ("X" + BODY.substring(1)).getBytes(UTF_8));
    mismatch("line break at the end removed", genuine, Arrays.copyOf(BYTES, BYTES.length - 1));
    mismatch("zero added to the body", genuine, Arrays.copyOf(BYTES, BYTES.length + 1));
    mismatch("body removed", genuine, new byte[0]);
    for (int at : new int[] {0, 15, 31}) {
      byte[] changed = genuine.clone();
      changed[at] ^= 1;
      mismatch("byte " + at + " of the signature changed", changed, BYTES);
    }
    mismatch("zeros", new byte[32], BYTES);
    mismatch("another secret", HmacSigning.hmac("a stranger's".getBytes(UTF_8), BYTES), BYTES);
    mismatch(
        "secret with a line break",
        HmacSigning.hmac((CURRENT + "\n").getBytes(UTF_8), BYTES),
        BYTES);
    mismatch(
        "secret with a NUL and more",
        HmacSigning.hmac((CURRENT + "\u0000x").getBytes(UTF_8), BYTES),
        BYTES);
    mismatch("hash without a key", sha256(BYTES), BYTES);
    mismatch("hash of secret and body", sha256((CURRENT + BODY).getBytes(UTF_8)), BYTES);
    mismatch("hash of body and secret", sha256((BODY + CURRENT).getBytes(UTF_8)), BYTES);
    mismatch("HMAC of the hash", HmacSigning.hmac(key, sha256(BYTES)), BYTES);
    mismatch("key and body exchanged", HmacSigning.hmac(BYTES, key), BYTES);
    mismatch(
        "HMAC-SHA512 cut to 32 bytes",
        Arrays.copyOf(HmacSigning.hmac("HmacSHA512", key, BYTES), 32),
        BYTES);
    mismatch("HMAC-SHA512/256", HmacSigning.hmac("HmacSHA512/256", key, BYTES), BYTES);

    malformed("HMAC-SHA1", "sha256=" + hex(HmacSigning.hmac("HmacSHA1", key, BYTES)));
    malformed("HMAC-SHA512", "sha256=" + hex(HmacSigning.hmac("HmacSHA512", key, BYTES)));
    malformed("last byte missing", "sha256=" + right.substring(0, 62));
    malformed("last digit missing", "sha256=" + right.substring(0, 63));
    malformed("first half only", "sha256=" + right.substring(0, 32));
    malformed("zero after the signature", "sha256=" + right + "00");
    malformed("zero before the signature", "sha256=00" + right);
    malformed("nothing after the prefix", "sha256=");
    malformed("no prefix", right);
    malformed("prefix in capitals", "SHA256=" + right);
    malformed("prefix of another algorithm", "sha1=" + right);
    malformed("prefix twice", "sha256=sha256=" + right);
    malformed("space after the prefix", "sha256= " + right);
    malformed("0x before the digits", "sha256=0x" + right);
    malformed("base64", "sha256=" + base64(genuine));
    malformed("two signatures", "sha256=" + right + ",sha256=" + right);
    malformed("letter that is no digit", "sha256=g" + right.substring(1));
    malformed("full-width digit", "sha256=\uff11" + right.substring(1));
    malformed("NUL at the end", "sha256=" + right + "\u0000");
    malformed("line break at the end", "sha256=" + right + "\n");
    add("empty header", Map.of(HEADER, ""), BYTES, Reason.HEADER_EMPTY.name());
    add(
        "header of 9000 characters",
        Map.of(HEADER, "a".repeat(9000)),
        BYTES,
        Reason.HEADER_TOO_LONG.name());
    add("no header", Map.of(), BYTES, Reason.HEADER_MISSING.name());
    add(
        "header twice",
        Map.of(HEADER, "sha256=" + right, "x-signature", "sha256=" + right),
        BYTES,
        Reason.HEADER_REPEATED.name());
  }

  private void addDeliveries() {
    String right = signature(KEY, ID, NOW, BODY);
    String wrong = signature(KEY, "msg_2", NOW, BODY);
    delivery("valid", ID, NOW, right, "#1");
    delivery("valid, by the previous secret", ID, NOW, signature(OLD_KEY, ID, NOW, BODY), "#2");
    delivery("valid, second of two", ID, NOW, wrong + " " + right, "#1");
    delivery(
        "valid, by both secrets", ID, NOW, signature(OLD_KEY, ID, NOW, BODY) + " " + right, "#1");
    delivery(
        "valid, beside an asymmetric one",
        ID,
        NOW,
        "v1a," + base64(new byte[64]) + " " + right,
        "#1");
    delivery("valid, beside a future version", ID, NOW, right + " v2,x", "#1");
    delivery("valid, with two spaces in between", ID, NOW, wrong + "  " + right, "#1");
    for (int seconds : new int[] {-300, -299, 299, 300}) {
      Instant then = NOW.plusSeconds(seconds);
      delivery(
          "valid, " + seconds + " seconds from now",
          ID,
          then,
          signature(KEY, ID, then, BODY),
          "#1");
    }

    for (long seconds : new long[] {-NOW.getEpochSecond(), -86_400, -301, 301, 86_400}) {
      Instant then = NOW.plusSeconds(seconds);
      delivery(
          seconds + " seconds from now",
          ID,
          then,
          signature(KEY, ID, then, BODY),
          Reason.TIMESTAMP_OUT_OF_TOLERANCE);
    }
    mismatch("another id signed", wrong);
    mismatch("another time signed", signature(KEY, ID, NOW.plusSeconds(1), BODY));
    mismatch("another body signed", signature(KEY, ID, NOW, BODY + "\n"));
    mismatch("body alone signed", "v1," + base64(hmac(KEY, BODY)));
    mismatch("time and body signed", "v1," + base64(hmac(KEY, NOW.getEpochSecond() + "." + BODY)));
    mismatch("id and body signed", "v1," + base64(hmac(KEY, ID + "." + BODY)));
    mismatch(
        "time before id", "v1," + base64(hmac(KEY, NOW.getEpochSecond() + "." + ID + "." + BODY)));
    mismatch(
        "signed without full stops", "v1," + base64(hmac(KEY, ID + NOW.getEpochSecond() + BODY)));
    mismatch(
        "secret taken as text",
        "v1," + base64(HmacSigning.hmac(KEY.reveal().getBytes(UTF_8), content(ID, NOW))));
    mismatch(
        "secret taken as text without its mark",
        "v1,"
            + base64(
                HmacSigning.hmac(KEY.reveal().substring(6).getBytes(UTF_8), content(ID, NOW))));
    mismatch("two wrong ones", wrong + " " + wrong);
    mismatch("zeros", "v1," + base64(new byte[32]));

    malformed("asymmetric only", ID, NOW, "v1a," + base64(new byte[64]));
    malformed("right bytes under the asymmetric version", ID, NOW, right.replace("v1,", "v1a,"));
    malformed("right bytes under another version", ID, NOW, right.replace("v1,", "v2,"));
    malformed("no version", ID, NOW, right.substring(3));
    malformed("version in capitals", ID, NOW, "V1," + right.substring(3));
    malformed("comma between two", ID, NOW, wrong + "," + right);
    malformed("line break between two", ID, NOW, wrong + "\n" + right);
    malformed("no padding", ID, NOW, right.replace("=", ""));
    malformed("hexadecimal", ID, NOW, "v1," + hex(Base64.getDecoder().decode(right.substring(3))));
    malformed("stray bits", ID, NOW, strayBits(right));
    malformed("last byte missing", ID, NOW, "v1," + base64(Arrays.copyOf(hmac(KEY, "x"), 31)));
    malformed(
        "zero after the signature", ID, NOW, "v1," + base64(Arrays.copyOf(hmac(KEY, "x"), 33)));
    malformed("id with a full stop", "msg.1", NOW, signature(KEY, "msg.1", NOW, BODY));
    malformed("id with a letter beyond ASCII", "\u00e9", NOW, right);

    String seconds = String.valueOf(NOW.getEpochSecond());
    for (Map.Entry<String, String> time :
        List.of(
            Map.entry("time with a sign", "+" + seconds),
            Map.entry("time before 1970", "-5"),
            Map.entry("time with a fraction", seconds + ".0"),
            Map.entry("time as a date", "2026-04-30"),
            Map.entry("time in full-width digits", "\uff11\uff17"))) {
      add(
          time.getKey(),
          headers(ID, time.getValue(), right),
          BYTES,
          Reason.HEADER_MALFORMED.name());
    }
    add(
        "time in milliseconds",
        headers(ID, seconds + "000", right),
        BYTES,
        Reason.HEADER_TOO_LONG.name());
    add("empty time", headers(ID, "", right), BYTES, Reason.HEADER_EMPTY.name());
    add("empty id", headers("", seconds, right), BYTES, Reason.HEADER_EMPTY.name());
    add(
        "id of 257 characters",
        headers("m".repeat(257), seconds, right),
        BYTES,
        Reason.HEADER_TOO_LONG.name());
    for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
      Map<String, String> headers = new LinkedHashMap<>(headers(ID, seconds, right));
      headers.remove(name);
      add("no " + name, headers, BYTES, Reason.HEADER_MISSING.name());
      headers = new LinkedHashMap<>(headers(ID, seconds, right));
      headers.put(name.toUpperCase(Locale.ROOT), headers.get(name));
      add(name + " twice", headers, BYTES, Reason.HEADER_REPEATED.name());
    }
  }

  private static String strayBits(String right) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    int last = right.length() - 2; // carries four bits of the signature and two that must be zero
    return right.substring(0, last)
        + alphabet.charAt(alphabet.indexOf(right.charAt(last)) + 1)
        + "=";
  }

  private static byte[] content(String id, Instant timestamp) {
    return (id + "." + timestamp.getEpochSecond() + "." + BODY).getBytes(UTF_8);
  }

  private static String signature(Secret secret, String id, Instant timestamp, String body) {
    return HmacSigning.standard(secret, id, timestamp, body);
  }

  private static byte[] hmac(Secret secret, String content) {
    return HmacSigning.hmac(
        Base64.getDecoder().decode(secret.reveal().substring(6)), content.getBytes(UTF_8));
  }

  private static Map<String, String> headers(String id, String timestamp, String signature) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", timestamp);
    headers.put("webhook-signature", signature);
    return headers;
  }

  private void body(String name, String header, byte[] body, String result) {
    add(name, Map.of(HEADER, header), body, result);
  }

  private void mismatch(String name, byte[] signature, byte[] body) {
    body(name, "sha256=" + hex(signature), body, Reason.MISMATCH.name());
  }

  private void malformed(String name, String header) {
    body(name, header, BYTES, Reason.HEADER_MALFORMED.name());
  }

  private void delivery(
      String name, String id, Instant timestamp, String signature, String result) {
    add(name, headers(id, String.valueOf(timestamp.getEpochSecond()), signature), BYTES, result);
  }

  private void delivery(
      String name, String id, Instant timestamp, String signature, Reason reason) {
    delivery(name, id, timestamp, signature, reason.name());
  }

  private void mismatch(String name, String signature) {
    delivery(name, ID, NOW, signature, Reason.MISMATCH);
  }

  private void malformed(String name, String id, Instant timestamp, String signature) {
    delivery(name, id, timestamp, signature, Reason.HEADER_MALFORMED);
  }

  private void add(String name, Map<String, String> headers, byte[] body, String result) {
    List<Map.Entry<String, String>> sorted =
        headers.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(header -> Map.entry(header.getKey(), header.getValue()))
            .toList();
    vectors.add(Vector.of(name, sorted, body, result));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
