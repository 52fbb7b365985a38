package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.DeliveryVerificationException.Reason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Generates vectors for a shared secret, alone in a header and as a bearer token. */
final class SecretVectors {

  private static final String CURRENT = "An-agreed-Secret-of-40-random-letters";
  private static final String PREVIOUS = "the one before, with a space";

  private final String header;
  private final List<Vector> vectors = new ArrayList<>();

  private SecretVectors(String header) {
    this.header = header;
  }

  static VectorFile inHeader() {
    SecretVectors all = new SecretVectors("X-Acme-Key");
    all.addCommon("");
    all.mismatch("as a bearer token", "Bearer " + CURRENT);
    all.mismatch("two, with a comma", CURRENT + "," + CURRENT);
    all.mismatch("only spaces inside", CURRENT.replace("-", " "));
    return all.file();
  }

  static VectorFile bearer() {
    SecretVectors all = new SecretVectors("Authorization");
    all.addCommon("Bearer ");
    all.add("valid, scheme in small letters", "bearer " + CURRENT, "#1");
    all.add("valid, scheme in capitals", "BEARER " + CURRENT, "#1");
    all.add("valid, several spaces", "Bearer    " + CURRENT, "#1");
    all.mismatch("scheme twice", "Bearer Bearer " + CURRENT);
    all.malformed("no scheme", CURRENT);
    all.malformed("scheme alone", "Bearer");
    all.malformed("scheme and space", "Bearer ");
    all.malformed("no space", "Bearer" + CURRENT);
    all.malformed("tab instead of the space", "Bearer\t" + CURRENT);
    all.malformed("colon after the scheme", "Bearer: " + CURRENT);
    all.malformed("longer scheme", "Bearers " + CURRENT);
    all.malformed(
        "basic authentication",
        "Basic " + Base64.getEncoder().encodeToString(("user:" + CURRENT).getBytes(UTF_8)));
    return all.file();
  }

  private VectorFile file() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("header", header);
    settings.put("secret", CURRENT);
    settings.put("previous", PREVIOUS);
    return new VectorFile(settings, vectors);
  }

  private void addCommon(String before) {
    add("valid", before + CURRENT, "#1");
    add("valid, the previous secret", before + PREVIOUS, "#2");
    add("valid, white space around the header", " \t" + before + CURRENT + "\t", "#1");
    mismatch("first letter missing", before + CURRENT.substring(1));
    mismatch("last letter missing", before + CURRENT.substring(0, CURRENT.length() - 1));
    mismatch("first letter changed", before + "B" + CURRENT.substring(1));
    mismatch("last letter changed", before + CURRENT.substring(0, CURRENT.length() - 1) + "t");
    mismatch("a letter more", before + CURRENT + "s");
    mismatch("twice", before + CURRENT + CURRENT);
    mismatch("both secrets", before + CURRENT + " " + PREVIOUS);
    mismatch("small letters", before + CURRENT.toLowerCase(Locale.ROOT));
    mismatch("in quotes", before + '"' + CURRENT + '"');
    mismatch("one letter", before + "x");
    mismatch("label", before + "#1");
    mismatch("base64", before + Base64.getEncoder().encodeToString(CURRENT.getBytes(UTF_8)));
    malformed("NUL and more after the secret", before + CURRENT + "\u0000x");
    malformed("line break in the secret", before + CURRENT.replace("-", "\n"));
    malformed("no-break space after the secret", before + CURRENT + "\u00a0");
    malformed(
        "letter of 16 bits whose low byte is right", before + "\u0141" + CURRENT.substring(1));
    malformed("look-alike letter", before + "\u0410" + CURRENT.substring(1));
    add("empty header", "", Reason.HEADER_EMPTY.name());
    add("white space alone", "\t ", Reason.HEADER_EMPTY.name());
    add("header of 8193 characters", "x".repeat(8193), Reason.HEADER_TOO_LONG.name());
    vectors.add(Vector.refused("no header", List.of(), new byte[0], Reason.HEADER_MISSING));
    vectors.add(
        Vector.refused(
            "secret in another header",
            List.of(Map.entry("X-Other", before + CURRENT)),
            new byte[0],
            Reason.HEADER_MISSING));
    vectors.add(
        Vector.refused(
            "header twice",
            List.of(Map.entry(header, before + CURRENT), Map.entry(header, before + CURRENT)),
            new byte[0],
            Reason.HEADER_REPEATED));
  }

  private void mismatch(String name, String value) {
    add(name, value, Reason.MISMATCH.name());
  }

  private void malformed(String name, String value) {
    add(name, value, Reason.HEADER_MALFORMED.name());
  }

  private void add(String name, String value, String result) {
    vectors.add(Vector.of(name, List.of(Map.entry(header, value)), new byte[0], result));
  }
}
