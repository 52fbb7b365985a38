package dev.keyhook.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.webhooks.Signing;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Generates vectors for RSASSA-PSS with 2048 bits, SHA-256, MGF1 with SHA-256 and a salt of 32
 * bytes.
 */
final class RsaPssVectors {

  static final String HEADER = "WebHook-Signature";

  private static final byte[] BODY =
      "{\"eventId\":\"a1\",\"data\":{\"name\":\"Zoë\"}}\n".getBytes(UTF_8);

  private final KeyPair pair = Signing.newKeyPair(2048);
  private final BigInteger modulus = ((RSAPublicKey) pair.getPublic()).getModulus();
  private final byte[] genuine = Signing.sign(pair.getPrivate(), Signing.RIGHT, BODY);
  private final String text = base64(genuine);
  private final List<Vector> vectors = new ArrayList<>();

  private RsaPssVectors() {}

  static VectorFile generate() {
    RsaPssVectors all = new RsaPssVectors();
    all.addValid();
    all.addOtherBodies();
    all.addOtherAlgorithms();
    all.addWrongEncodings();
    all.addWrongNumbers();
    all.addWrongLengths();
    all.addOtherTexts();
    return new VectorFile(Map.of("key", base64(all.pair.getPublic().getEncoded())), all.vectors);
  }

  private void addValid() {
    valid("valid", text, BODY);
    valid("white space around the header", " \t" + text + "\t ", BODY);
    byte[] empty = {};
    valid("empty body", base64(Signing.sign(pair.getPrivate(), Signing.RIGHT, empty)), empty);
    byte[] zero = {0};
    valid("body of a zero", base64(Signing.sign(pair.getPrivate(), Signing.RIGHT, zero)), zero);
    for (int i = 0; ; i++) {
      byte[] body = ("{\"i\":" + i + "}").getBytes(UTF_8);
      byte[] signature = Signing.sign(pair.getPrivate(), Signing.RIGHT, body);
      if (signature[0] == 0) {
        valid("signature with a leading zero", base64(signature), body);
        refused(
            "signature whose leading zero was removed",
            Reason.HEADER_MALFORMED,
            base64(Arrays.copyOfRange(signature, 1, 256)),
            body);
        return;
      }
    }
  }

  private void addOtherBodies() {
    mismatch("first byte of the body changed", genuine, with(BODY, 0, 'X'));
    mismatch("last byte of the body changed", genuine, with(BODY, BODY.length - 1, 'X'));
    mismatch("line break at the end removed", genuine, Arrays.copyOf(BODY, BODY.length - 1));
    mismatch("zero added to the body", genuine, Arrays.copyOf(BODY, BODY.length + 1));
    mismatch("body removed", genuine, new byte[0]);
    mismatch(
        "hash of the body signed",
        Signing.sign(pair.getPrivate(), Signing.RIGHT, sha256(BODY)),
        BODY);
    mismatch("hash of the body received", genuine, sha256(BODY));
    KeyPair other = Signing.newKeyPair(2048);
    mismatch("another key", Signing.sign(other.getPrivate(), Signing.RIGHT, BODY), BODY);
  }

  private void addOtherAlgorithms() {
    for (int salt : new int[] {0, 1, 20, 31, 33, 48, 64, 221, 222}) {
      mismatch("salt of " + salt, "SHA-256", MGF1ParameterSpec.SHA256, salt);
    }
    mismatch("MGF1 with SHA-1", "SHA-256", MGF1ParameterSpec.SHA1, 32);
    mismatch("MGF1 with SHA-224", "SHA-256", MGF1ParameterSpec.SHA224, 32);
    mismatch("MGF1 with SHA-512", "SHA-256", MGF1ParameterSpec.SHA512, 32);
    mismatch("SHA-1, all defaults of Java", "SHA-1", MGF1ParameterSpec.SHA1, 20);
    mismatch("SHA-224", "SHA-224", MGF1ParameterSpec.SHA224, 32);
    mismatch("SHA-384", "SHA-384", MGF1ParameterSpec.SHA384, 32);
    mismatch("SHA-512", "SHA-512", MGF1ParameterSpec.SHA512, 32);
    mismatch("SHA-512/256", "SHA-512/256", MGF1ParameterSpec.SHA512_256, 32);
    for (String algorithm : List.of("SHA256withRSA", "SHA1withRSA", "SHA512withRSA")) {
      mismatch(
          "PKCS#1 v1.5, " + algorithm,
          Signing.sign(pair.getPrivate(), algorithm, null, BODY),
          BODY);
    }
  }

  private void addWrongEncodings() {
    RawPss pss = raw(32);
    byte[] right = pss.signature(em -> em);
    valid("valid, made by hand", base64(right), BODY);
    wrongMessage("trailer 0xcc", pss, em -> with(em, 255, 0xcc));
    wrongMessage("trailer 0xbd", pss, em -> with(em, 255, 0xbd));
    wrongMessage("trailer 0x00", pss, em -> with(em, 255, 0));
    wrongMessage("first byte of the hash changed", pss, em -> with(em, 223, em[223] ^ 1));
    wrongMessage("last byte of the hash changed", pss, em -> with(em, 254, em[254] ^ 1));
    wrongMessage("hash of zeros", pss, em -> filled(em, 223, 255, 0));
    wrongMessage("hash of ones", pss, em -> filled(em, 223, 255, 0xff));
    wrongMessage("masked part of zeros", pss, em -> filled(em, 0, 223, 0));
    wrongMessage("all zeros", pss, em -> new byte[256]);
    // The data block of 223 bytes: 190 zeros, a one, the salt.
    wrongBlock("first byte of the padding not zero", pss, db -> with(db, 0, 1));
    wrongBlock("middle of the padding not zero", pss, db -> with(db, 95, 0x80));
    wrongBlock("last byte of the padding not zero", pss, db -> with(db, 189, 1));
    wrongBlock("no byte between padding and salt", pss, db -> with(db, 190, 0));
    wrongBlock("0x02 between padding and salt", pss, db -> with(db, 190, 2));
    wrongBlock("0x81 between padding and salt", pss, db -> with(db, 190, 0x81));
    wrongBlock("first byte of the salt changed", pss, db -> with(db, 191, db[191] ^ 1));
    wrongBlock("last byte of the salt changed", pss, db -> with(db, 222, db[222] ^ 0x80));
    mismatch("bit set above the encoded message", strayTopBit(), BODY);
    mismatch("salt of 31, made by hand", raw(31).signature(em -> em), BODY);
    mismatch("salt of 33, made by hand", raw(33).signature(em -> em), BODY);
  }

  /** Whether the number stays below the modulus depends on the salt. */
  private byte[] strayTopBit() {
    for (int i = 0; ; i++) {
      byte[] salt = sha256(new byte[] {(byte) i, (byte) (i >> 8)});
      List<byte[]> stray = raw(salt).signaturesWithStrayTopBits();
      if (!stray.isEmpty()) {
        return stray.get(0);
      }
    }
  }

  private void addWrongNumbers() {
    BigInteger number = new BigInteger(1, genuine);
    mismatch("0", new byte[256], BODY);
    mismatch("1", RawPss.octets(BigInteger.ONE, 256), BODY);
    mismatch("the modulus", RawPss.octets(modulus, 256), BODY);
    mismatch(
        "one less than the modulus", RawPss.octets(modulus.subtract(BigInteger.ONE), 256), BODY);
    mismatch("one more than the modulus", RawPss.octets(modulus.add(BigInteger.ONE), 256), BODY);
    mismatch("the largest of 256 bytes", filled(genuine, 0, 256, 0xff), BODY);
    mismatch("modulus minus signature", RawPss.octets(modulus.subtract(number), 256), BODY);
    refused(
        "signature plus modulus in 257 bytes",
        Reason.HEADER_MALFORMED,
        base64(RawPss.octets(number.add(modulus), 257)),
        BODY);
    for (int i = 0; ; i++) {
      byte[] body = ("{\"i\":" + i + "}").getBytes(UTF_8);
      byte[] signature = Signing.sign(pair.getPrivate(), Signing.RIGHT, body);
      BigInteger sum = new BigInteger(1, signature).add(modulus);
      if (sum.bitLength() <= 2048) {
        valid("valid, to which the modulus can be added", base64(signature), body);
        mismatch("signature plus modulus in 256 bytes", RawPss.octets(sum, 256), body);
        return;
      }
    }
  }

  private void addWrongLengths() {
    for (int at : new int[] {0, 1, 127, 128, 254, 255}) {
      mismatch(
          "byte " + at + " of the signature changed", with(genuine, at, genuine[at] ^ 1), BODY);
    }
    byte[] reversed = new byte[256];
    for (int i = 0; i < 256; i++) {
      reversed[i] = genuine[255 - i];
    }
    mismatch("bytes in reverse order", reversed, BODY);
    malformed("first byte missing", base64(Arrays.copyOfRange(genuine, 1, 256)));
    malformed("last byte missing", base64(Arrays.copyOf(genuine, 255)));
    malformed("second half missing", base64(Arrays.copyOf(genuine, 128)));
    malformed("one byte", base64(Arrays.copyOf(genuine, 1)));
    malformed("zero after the signature", base64(Arrays.copyOf(genuine, 257)));
    malformed("zero before the signature", base64(RawPss.octets(new BigInteger(1, genuine), 257)));
    malformed(
        "zeros before the signature up to 512 bytes",
        base64(RawPss.octets(new BigInteger(1, genuine), 512)));
    byte[] twice = Arrays.copyOf(genuine, 512);
    System.arraycopy(genuine, 0, twice, 256, 256);
    malformed("signature twice", base64(twice));
  }

  private void addOtherTexts() {
    char last = text.charAt(341); // carries two bits of the signature and four that must be zero
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int stray : new int[] {1, 2, 8, 15}) {
      malformed(
          "base64 with stray bits " + stray,
          text.substring(0, 341) + alphabet.charAt(alphabet.indexOf(last) + stray) + "==");
    }
    malformed("base64 without padding", text.replace("=", ""));
    malformed("base64 with half its padding", text.substring(0, 343));
    malformed("base64 with more padding", text + "=");
    malformed("base64 with padding of four", text + "====");
    malformed(
        "base64 with padding in the middle", text.substring(0, 340) + "==" + text.substring(340));
    malformed("base64 in two parts", text + text);
    malformed("base64 with a line break", text.substring(0, 76) + "\r\n" + text.substring(76));
    malformed("base64 with a space", text.substring(0, 76) + " " + text.substring(76));
    malformed("base64 with a NUL at the end", text + "\u0000");
    malformed("base64 with a line break at the end", text + "\n");
    malformed("base64 with a no-break space at the end", text + "\u00a0");
    malformed("base64 with a full-width letter", "\uff21" + text.substring(1));
    malformed(
        "base64 with a letter of 16 bits whose low byte is right",
        (char) (text.charAt(0) + 256) + text.substring(1));
    malformed(
        "URL-safe base64", Base64.getUrlEncoder().encodeToString(filled(genuine, 0, 3, 0xff)));
    malformed("base64 in lines", Base64.getMimeEncoder().encodeToString(genuine));
    malformed("base64 twice", base64(text.getBytes(UTF_8)).substring(0, 340) + "?");
    malformed("percent-encoded", text.replace("=", "%3D"));
    malformed("in quotes", '"' + text + '"');
    malformed("with a scheme", "rsa-pss=" + text);
    malformed("two signatures", text + "," + text);
    malformed("hexadecimal", HexFormat.of().formatHex(genuine));
    malformed("padding alone", "==");
    malformed("a word", "signature");
    refused("empty header", Reason.HEADER_EMPTY, "", BODY);
    refused("white space alone", Reason.HEADER_EMPTY, " \t ", BODY);
    refused("header of 3000 characters", Reason.HEADER_TOO_LONG, "A".repeat(3000), BODY);
    vectors.add(Vector.refused("no header", List.of(), BODY, Reason.HEADER_MISSING));
    vectors.add(
        Vector.refused(
            "another header", List.of(Map.entry("Signature", text)), BODY, Reason.HEADER_MISSING));
    vectors.add(
        Vector.refused(
            "header twice",
            List.of(Map.entry(HEADER, text), Map.entry(HEADER.toLowerCase(Locale.ROOT), text)),
            BODY,
            Reason.HEADER_REPEATED));
  }

  private RawPss raw(int salt) {
    return raw(Arrays.copyOf(sha256("salt".getBytes(UTF_8)), salt));
  }

  private RawPss raw(byte[] salt) {
    try {
      return new RawPss(pair, BODY, salt);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void valid(String name, String header, byte[] body) {
    vectors.add(Vector.of(name, List.of(Map.entry(HEADER, header)), body, "#1"));
  }

  private void refused(String name, Reason reason, String header, byte[] body) {
    vectors.add(Vector.refused(name, List.of(Map.entry(HEADER, header)), body, reason));
  }

  private void malformed(String name, String header) {
    refused(name, Reason.HEADER_MALFORMED, header, BODY);
  }

  private void mismatch(String name, byte[] signature, byte[] body) {
    refused(name, Reason.MISMATCH, base64(signature), body);
  }

  private void mismatch(String name, String digest, MGF1ParameterSpec mask, int salt) {
    mismatch(name, Signing.sign(pair.getPrivate(), Signing.pss(digest, mask, salt), BODY), BODY);
  }

  private void wrongMessage(String name, RawPss pss, UnaryOperator<byte[]> change) {
    mismatch(name, pss.signature(change), BODY);
  }

  private void wrongBlock(String name, RawPss pss, UnaryOperator<byte[]> change) {
    mismatch(name, pss.signatureWithDb(change), BODY);
  }

  private static byte[] with(byte[] bytes, int index, int value) {
    byte[] copy = bytes.clone();
    copy[index] = (byte) value;
    return copy;
  }

  private static byte[] filled(byte[] bytes, int from, int to, int value) {
    byte[] copy = bytes.clone();
    Arrays.fill(copy, from, to, (byte) value);
    return copy;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
