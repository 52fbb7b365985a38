package dev.keyhook.webhooks.verification;

import dev.keyhook.DeliveryVerificationException;
import dev.keyhook.DeliveryVerificationException.Reason;
import dev.keyhook.WebhookRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header that contains HMAC signatures: one, or several with a separator between them. */
final class SignatureHeader {

  private static final int MAX_LENGTH = 8192;
  private static final int SIGNATURE_BYTES = 32;

  private final CredentialHeader header;
  private final String prefix;
  private final SignatureEncoding encoding;
  private final @Nullable Character separator;

  /**
   * Creates the header.
   *
   * @param prefix what precedes each signature
   * @param separator null if there is only one signature
   * @throws IllegalArgumentException if no header can have the name
   */
  SignatureHeader(
      String name, String prefix, SignatureEncoding encoding, @Nullable Character separator) {
    this.header = new CredentialHeader(name, MAX_LENGTH);
    this.prefix = prefix;
    this.encoding = encoding;
    this.separator = separator;
  }

  String name() {
    return header.name();
  }

  /** Returns the header's text. */
  String text(WebhookRequest request) {
    return header.read(request);
  }

  /** Returns how a signature is written, for a person. */
  String format() {
    return (prefix.isEmpty() ? "" : "the prefix " + prefix + " and ") + encoding.description();
  }

  /**
   * Returns the signatures of the right length. Where several are possible, others are ignored:
   * they may be of a newer version.
   *
   * @throws DeliveryVerificationException if there are none
   */
  List<byte[]> read(WebhookRequest request) {
    List<byte[]> signatures = parse(header.read(request));
    if (signatures.isEmpty()) {
      throw header.refuse(
          Reason.HEADER_MALFORMED, "contains no HMAC-SHA256 written as " + format());
    }
    return signatures;
  }

  /** Returns the signatures in a text; empty if there are none. */
  List<byte[]> parse(String text) {
    List<byte[]> signatures = new ArrayList<>();
    for (String part : parts(text)) {
      byte @Nullable [] decoded =
          part.startsWith(prefix) ? encoding.decode(part.substring(prefix.length())) : null;
      if (decoded != null && decoded.length == SIGNATURE_BYTES) {
        signatures.add(decoded);
      }
    }
    return signatures;
  }

  /** Returns the parts of a text, each of which may be a signature. */
  List<String> parts(String text) {
    if (separator == null) {
      return List.of(text);
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == separator) {
        parts.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    return parts;
  }
}
