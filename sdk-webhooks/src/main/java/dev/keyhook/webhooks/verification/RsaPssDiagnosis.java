package dev.keyhook.webhooks.verification;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.verification.BodySearch.Mistake;
import dev.keyhook.webhooks.verification.Explanation.Cause;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the likely cause of the refusal of a signed request: reverses common mistakes one after the
 * other, and names the first whose reversal makes the signature valid.
 */
final class RsaPssDiagnosis {

  /** Each one takes a computation over the whole body. */
  private static final int MAX_HEADERS_TRIED = 20;

  private final CredentialHeader header;
  private final RsaPss scheme;
  private final List<RsaPss.Key> keys;
  private final Map<String, RsaPss.Key> otherKeys;

  RsaPssDiagnosis(
      CredentialHeader header,
      RsaPss scheme,
      List<RsaPss.Key> keys,
      Map<String, RsaPss.Key> otherKeys) {
    this.header = header;
    this.scheme = scheme;
    this.keys = keys;
    this.otherKeys = otherKeys;
  }

  Explanation of(WebhookRequest request, DeliveryVerificationException refused) {
    return switch (refused.reason()) {
      case HEADER_MISSING -> missing(request);
      case HEADER_REPEATED -> Explanation.repeatedHeader(request, header.name());
      case HEADER_MALFORMED -> malformed(request, header.read(request), refused);
      case MISMATCH -> {
        byte[] signature = SignatureEncoding.BASE64.decode(header.read(request));
        yield signature == null
            ? Explanation.repeating(refused)
            : mismatch(request.body(), signature);
      }
      default -> Explanation.repeating(refused);
    };
  }

  private Explanation missing(WebhookRequest request) {
    int tried = 0;
    for (String name : request.headerNames()) {
      for (String value : request.header(name)) {
        byte[] signature = SignatureEncoding.BASE64.decode(value.strip());
        if (signature != null
            && isPossible(signature)
            && tried++ < MAX_HEADERS_TRIED
            && isOf(signature, request.body())) {
          return Explanation.renamedHeader(name, header.name());
        }
      }
    }
    return Explanation.noSignature(header.name());
  }

  private Explanation malformed(
      WebhookRequest request, String text, DeliveryVerificationException refused) {
    for (Map.Entry<String, byte[]> reading : SignatureSpellings.of(text).entrySet()) {
      if (isPossible(reading.getValue())) {
        String verdict =
            isOf(reading.getValue(), request.body())
                ? "The signature is right, but "
                : "The signature does not fit the body either, and it ";
        return new Explanation(
            Cause.OTHER_ENCODING,
            verdict
                + reading.getKey()
                + "; standard base64 with padding is expected. Pass the header on unchanged.");
      }
    }
    return Explanation.repeating(refused);
  }

  private Explanation mismatch(byte[] body, byte[] signature) {
    for (Map.Entry<String, RsaPss.Key> other : otherKeys.entrySet()) {
      if (scheme.verifies(other.getValue(), signature, ByteBuffer.wrap(body))) {
        return new Explanation(
            Cause.OTHER_KEY,
            "The signature is right, but was made with "
                + other.getKey()
                + ", which this verifier does not accept.");
      }
    }
    Optional<Mistake> mistake = new BodySearch(body, variant -> isOf(signature, variant)).find();
    if (mistake.isPresent()) {
      return mistake.get().explanation();
    }
    @Nullable String algorithm = otherAlgorithm(body, signature);
    if (algorithm != null) {
      return new Explanation(
          Cause.OTHER_ALGORITHM,
          "The signature is right, but was made with "
              + algorithm
              + ". The sender has changed how it signs; look for a newer version of this library.");
    }
    if (body.length == 0) {
      return new Explanation(
          Cause.BODY_EMPTY,
          "The body is empty. Usually a filter or a framework has read it before: take the bytes"
              + " where they are first read.");
    }
    return new Explanation(
        Cause.UNKNOWN,
        "No common change of the body makes the signature right. Either the body was parsed and"
            + " serialised again in another order (pass on the exact bytes received), the signature"
            + " was made with a key that is not among the "
            + keys.size()
            + " given ones, or the delivery is forged.");
  }

  private boolean isPossible(byte[] signature) {
    return keys.stream().anyMatch(key -> key.signatureSize() == signature.length);
  }

  private boolean isOf(byte[] signature, byte[] body) {
    return keys.stream().anyMatch(key -> scheme.verifies(key, signature, ByteBuffer.wrap(body)));
  }

  private @Nullable String otherAlgorithm(byte[] body, byte[] signature) {
    for (RsaPss.Key key : keys) {
      int longestSalt = key.signatureSize() - 32 - 2;
      for (int salt : new int[] {0, 20, longestSalt}) {
        if (isOfPss(key, body, signature, "SHA-256", MGF1ParameterSpec.SHA256, salt)) {
          return "RSASSA-PSS with a salt of " + salt + " bytes instead of 32";
        }
      }
      if (isOfPss(key, body, signature, "SHA-256", MGF1ParameterSpec.SHA1, 32)) {
        return "RSASSA-PSS with MGF1 of SHA-1 instead of SHA-256";
      }
      if (isOfPss(key, body, signature, "SHA-512", MGF1ParameterSpec.SHA512, 64)) {
        return "RSASSA-PSS with SHA-512 instead of SHA-256";
      }
      for (String algorithm : List.of("SHA256withRSA", "SHA512withRSA", "SHA1withRSA")) {
        if (isSignedBy(key, body, signature, algorithm, null)) {
          return algorithm + " (PKCS#1 v1.5) instead of RSASSA-PSS";
        }
      }
    }
    return null;
  }

  private static boolean isOfPss(
      RsaPss.Key key,
      byte[] body,
      byte[] signature,
      String digest,
      MGF1ParameterSpec mask,
      int salt) {
    return isSignedBy(
        key, body, signature, "RSASSA-PSS", new PSSParameterSpec(digest, "MGF1", mask, salt, 1));
  }

  private static boolean isSignedBy(
      RsaPss.Key key,
      byte[] body,
      byte[] signature,
      String algorithm,
      @Nullable PSSParameterSpec parameters) {
    try {
      Signature verifier = Signature.getInstance(algorithm);
      if (parameters != null) {
        verifier.setParameter(parameters);
      }
      verifier.initVerify(key.original());
      verifier.update(body);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }
}
