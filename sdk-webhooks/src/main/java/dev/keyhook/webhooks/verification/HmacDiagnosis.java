package dev.keyhook.webhooks.verification;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.WebhookRequest;
import dev.keyhook.webhooks.verification.BodySearch.Mistake;
import dev.keyhook.webhooks.verification.Explanation.Cause;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the likely cause of the refusal of a request with an HMAC: reverses common mistakes one
 * after the other, and names the first whose reversal makes the signature valid.
 */
final class HmacDiagnosis {

  private static final byte[] NOTHING = {};

  /** Each one takes a computation over the whole body. */
  private static final int MAX_TEXTS_TRIED = 20;

  private final SignatureHeader header;
  private final @Nullable SignedHeaders signedHeaders;
  private final List<HmacKey> keys;

  HmacDiagnosis(SignatureHeader header, @Nullable SignedHeaders signedHeaders, List<HmacKey> keys) {
    this.header = header;
    this.signedHeaders = signedHeaders;
    this.keys = keys;
  }

  Explanation of(WebhookRequest request, DeliveryVerificationException refused) {
    return switch (refused.reason()) {
      case HEADER_MISSING ->
          request.header(header.name()).isEmpty()
              ? missing(request)
              : Explanation.repeating(refused);
      case HEADER_MALFORMED -> malformed(request, refused);
      case TIMESTAMP_OUT_OF_TOLERANCE ->
          new Explanation(
              Cause.TIMESTAMP_OUT_OF_TOLERANCE,
              (isSigned(header.read(request), signedBefore(request), request.body())
                      ? "The signature is right, but: "
                      : "The signature does not fit either, and: ")
                  + refused.getMessage()
                  + ".");
      case MISMATCH -> mismatch(header.read(request), signedBefore(request), request.body());
      default -> Explanation.repeating(refused);
    };
  }

  /** Returns what is signed before the body; nothing if the headers for it are unusable. */
  private byte[] signedBefore(WebhookRequest request) {
    try {
      return signedHeaders == null ? NOTHING : signedHeaders.prefix(request);
    } catch (DeliveryVerificationException e) {
      return NOTHING;
    }
  }

  private boolean isSigned(List<byte[]> signatures, byte[] before, byte[] body) {
    return keys.stream()
        .anyMatch(key -> key.verifiesAny(signatures, before, ByteBuffer.wrap(body)));
  }

  private Explanation missing(WebhookRequest request) {
    int tried = 0;
    for (String name : request.headerNames()) {
      for (String value : request.header(name)) {
        List<byte[]> signatures = header.parse(value.strip());
        if (!signatures.isEmpty()
            && tried++ < MAX_TEXTS_TRIED
            && isSigned(signatures, signedBefore(request), request.body())) {
          return Explanation.renamedHeader(name, header.name());
        }
      }
    }
    return Explanation.noSignature(header.name());
  }

  private Explanation malformed(WebhookRequest request, DeliveryVerificationException refused) {
    List<String> values = request.header(header.name());
    if (values.size() != 1 || !header.parse(values.get(0).strip()).isEmpty()) {
      return Explanation.repeating(refused); // it is another header that is malformed
    }
    byte[] before = signedBefore(request);
    int tried = 0;
    for (String part : candidates(header.text(request))) {
      for (Map.Entry<String, byte[]> reading : SignatureSpellings.of(part).entrySet()) {
        if (tried++ < MAX_TEXTS_TRIED
            && isSigned(List.of(reading.getValue()), before, request.body())) {
          return new Explanation(
              Cause.OTHER_ENCODING,
              "The signature is right, but it "
                  + reading.getKey()
                  + ", or its prefix is another one; expected is "
                  + header.format()
                  + ".");
        }
      }
    }
    return Explanation.repeating(refused);
  }

  /** Returns the parts of a header that may be a signature: as they are, and without a prefix. */
  private List<String> candidates(String text) {
    List<String> candidates = new ArrayList<>();
    for (String part : header.parts(text)) {
      candidates.add(part);
      for (char prefixEnd : new char[] {',', '='}) {
        int from = part.indexOf(prefixEnd) + 1;
        if (from > 0 && from < part.length() / 2) {
          candidates.add(part.substring(from));
        }
      }
    }
    return candidates;
  }

  private Explanation mismatch(List<byte[]> signatures, byte[] before, byte[] body) {
    if (before.length > 0 && isSigned(signatures, NOTHING, body)) {
      return new Explanation(
          Cause.OTHER_ALGORITHM,
          "The signature is right, but covers the body alone, without id and time stamp. Build the"
              + " verifier without signedIdAndTimestamp(...).");
    }
    if (isSignedWithOtherReading(signatures, before, body)) {
      return new Explanation(
          Cause.SECRET_ALTERED,
          "The signature is right if the secret is read in another way: as text instead of base64,"
              + " or as base64 instead of text, or without quotes. Correct the secret, or"
              + " base64Secrets() of the verifier.");
    }
    Optional<Mistake> mistake =
        new BodySearch(body, variant -> isSigned(signatures, before, variant)).find();
    if (mistake.isPresent()) {
      return mistake.get().explanation();
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
            + " was made with a secret that is not among the "
            + keys.size()
            + " given ones, or the delivery is forged.");
  }

  private boolean isSignedWithOtherReading(List<byte[]> signatures, byte[] before, byte[] body) {
    return keys.stream()
        .flatMap(key -> key.otherReadings().stream())
        .anyMatch(other -> other.verifiesAny(signatures, before, ByteBuffer.wrap(body)));
  }
}
