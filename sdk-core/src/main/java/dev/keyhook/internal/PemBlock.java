package dev.keyhook.internal;

import java.util.Base64;

/** The only block of a PEM text (RFC 7468). */
final class PemBlock {

  static final String WANTED =
      "an RSA public key is needed: a block labelled PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE";

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private final String label;
  private final byte[] content;

  private PemBlock(String label, byte[] content) {
    this.label = label;
    this.content = content;
  }

  /** Returns the text after {@code BEGIN}. */
  String label() {
    return label;
  }

  /** Returns the decoded bytes, not copied. */
  byte[] content() {
    return content;
  }

  /**
   * Finds the only block of a text.
   *
   * @throws IllegalArgumentException if there is none, more than one, or a damaged one
   */
  static PemBlock only(String pem) {
    if (pem.isBlank()) {
      throw new IllegalArgumentException("The text is empty; " + WANTED);
    }
    int begin = pem.indexOf(BEGIN);
    if (begin < 0) {
      throw new IllegalArgumentException(whyNoBlock(pem));
    }
    int labelFrom = begin + BEGIN.length();
    int labelTo = pem.indexOf(DASHES, labelFrom);
    if (labelTo < 0 || !isLabel(pem, labelFrom, labelTo)) {
      throw new IllegalArgumentException("The PEM text's BEGIN line is damaged; " + WANTED);
    }
    String label = pem.substring(labelFrom, labelTo);
    if (label.endsWith("PRIVATE KEY")) {
      throw new IllegalArgumentException(
          "The text is a private key, which only the sender may have; treat it as leaked, and use the"
              + " public key");
    }
    int contentFrom = labelTo + DASHES.length();
    int contentTo = pem.indexOf(END, contentFrom);
    int next = pem.indexOf(BEGIN, contentFrom);
    if (contentTo < 0 || (next >= 0 && next < contentTo)) {
      throw new IllegalArgumentException(
          "The PEM text is truncated: no END line follows the line BEGIN " + label);
    }
    if (!pem.startsWith(label + DASHES, contentTo + END.length())) {
      throw new IllegalArgumentException(
          "The PEM text is damaged: the END line does not match BEGIN " + label);
    }
    if (next >= 0) {
      throw new IllegalArgumentException(
          "The text contains several PEM blocks; read each key separately (of a certificate chain,"
              + " only the sender's own certificate)");
    }
    return new PemBlock(label, decode(pem.substring(contentFrom, contentTo)));
  }

  private static boolean isLabel(String text, int from, int to) {
    // Printable ASCII, so that a message can repeat it; RFC 7468 section 3.
    return from < to
        && to - from <= 64
        && text.substring(from, to).chars().allMatch(c -> c >= ' ' && c < 127);
  }

  private static byte[] decode(String base64) {
    StringBuilder dense = new StringBuilder(base64.length());
    for (int i = 0; i < base64.length(); i++) {
      char c = base64.charAt(i);
      if (c == '\\') {
        throw new IllegalArgumentException(
            "The PEM text contains backslashes, probably \\n instead of line breaks;"
                + " replace \"\\\\n\" with \"\\n\" first");
      }
      if (c == '-' || c == '_') {
        throw new IllegalArgumentException(
            "The PEM text is in the URL-safe base64 alphabet; PEM needs + and / for - and _");
      }
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        dense.append(c);
      }
    }
    if (dense.isEmpty()) {
      throw new IllegalArgumentException("The PEM block is empty; " + WANTED);
    }
    try {
      return Base64.getDecoder().decode(dense.toString());
    } catch (IllegalArgumentException e) {
      // The decoder's own message may quote a character of the text.
      throw new IllegalArgumentException("The PEM block is not base64; copy it again, completely");
    }
  }

  private static String whyNoBlock(String text) {
    String start = text.strip();
    if (start.startsWith("ssh-") || start.contains("BEGIN SSH2 PUBLIC KEY")) {
      return "The text is an SSH key; convert it: ssh-keygen -e -m PKCS8 -f FILE";
    }
    if (start.startsWith("{")) {
      return "The text is JSON, perhaps a JWK; " + WANTED;
    }
    if (start.contains(END)) {
      return "The PEM text is truncated: there is no BEGIN line";
    }
    if (start.startsWith("MII")) {
      return "The text is base64 without PEM lines; put the line -----BEGIN PUBLIC KEY----- before"
          + " and -----END PUBLIC KEY----- after it";
    }
    return "The text is not PEM: it has no line -----BEGIN PUBLIC KEY-----; " + WANTED;
  }
}
