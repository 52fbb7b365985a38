package dev.keyhook.webhooks.internal;

/** Texts of a sender that are shown to a person. */
final class RequestText {

  private RequestText() {}

  /** Returns a header's name as it may be shown: short, and printable. */
  static String name(String header) {
    String cut = header.length() <= 64 ? header : header.substring(0, 64);
    return ProofHeader.isPrintable(cut) ? cut : "(with an unprintable name)";
  }
}
