package dev.keyhook.webhooks.internal;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.Explanation;
import dev.keyhook.Explanation.Cause;
import dev.keyhook.WebhookRequest;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the likely cause why a signed request is refused: undoes one usual mishap after the
 * other, and names the first with which the signature is right.
 */
final class SignatureDiagnosis {

  private final String header;
  private final RsaPss scheme;
  private final List<RsaPss.Key> keys;
  private final Map<String, PublicKey> otherKeys;

  SignatureDiagnosis(
      String header, RsaPss scheme, List<RsaPss.Key> keys, Map<String, PublicKey> otherKeys) {
    this.header = header;
    this.scheme = scheme;
    this.keys = keys;
    this.otherKeys = otherKeys;
  }

  Explanation of(WebhookRequest request, DeliveryVerificationException refused) {
    List<String> values = request.header(header);
    if (values.isEmpty()) {
      return missing(request);
    }
    if (values.size() > 1) {
      return Explanation.of(
          Cause.HEADER_MALFORMED,
          "The header "
              + header
              + " arrives "
              + values.size()
              + " times. A proxy adds one of its own: let it leave the header alone.");
    }
    String text = values.get(0).strip();
    byte[] signature = SignatureText.decode(text);
    if (signature == null || !isPossible(signature)) {
      return misspelled(request, text, refused);
    }
    return mismatch(request.body(), signature);
  }

  private Explanation missing(WebhookRequest request) {
    for (String name : request.headerNames()) {
      for (String value : request.header(name)) {
        byte[] signature = SignatureText.decode(value.strip());
        if (signature != null && isOf(signature, request.body())) {
          return Explanation.of(
              Cause.HEADER_RENAMED,
              "The signature is right, but arrives in the header "
                  + RequestText.name(name)
                  + " instead of "
                  + header
                  + ". Stop the proxy that renames it, or give the request its name back.");
        }
      }
    }
    return Explanation.of(
        Cause.HEADER_MISSING,
        "The header "
            + header
            + " is not there, nor a signature in any other. Either the sender does not sign, or a"
            + " proxy in between removes it.");
  }

  private Explanation misspelled(
      WebhookRequest request, String text, DeliveryVerificationException refused) {
    for (Map.Entry<String, byte[]> reading : SignatureSpellings.of(text).entrySet()) {
      if (isPossible(reading.getValue())) {
        String proof =
            isOf(reading.getValue(), request.body())
                ? "The signature is right, but "
                : "The signature does not fit the body either, and it ";
        return Explanation.of(
            Cause.OTHER_ENCODING,
            proof
                + reading.getKey()
                + "; standard base64 with its padding is expected. Pass the header on as it came.");
      }
    }
    return Explanation.of(Cause.HEADER_MALFORMED, refused.getMessage() + ".");
  }

  private Explanation mismatch(byte[] body, byte[] signature) {
    for (Map.Entry<String, PublicKey> other : otherKeys.entrySet()) {
      if (scheme.verifies(scheme.key(other.getValue()), signature, ByteBuffer.wrap(body))) {
        return Explanation.of(
            Cause.OTHER_KEY,
            "The signature is right, but made with "
                + other.getKey()
                + ", which this verifier does not accept.");
      }
    }
    for (BodyVariant variant : BodyVariant.of(body)) {
      if (isOf(signature, variant.bytes())) {
        return Explanation.of(variant.cause(), variant.advice());
      }
    }
    @Nullable String algorithm = otherAlgorithm(body, signature);
    if (algorithm != null) {
      return Explanation.of(
          Cause.OTHER_ALGORITHM,
          "The signature is right, but made by "
              + algorithm
              + ". The sender has changed how it signs; look for a newer version of this library.");
    }
    if (body.length == 0) {
      return Explanation.of(
          Cause.BODY_EMPTY,
          "The body is empty. Usually a filter or a framework has read it before: take the bytes"
              + " where it is read first.");
    }
    return Explanation.of(
        Cause.UNKNOWN,
        "No usual change of the body makes the signature right. Either the body was parsed and"
            + " written again in another order (hand over the bytes that were received), the"
            + " signature was made with a key that is not among the "
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
