package dev.keyhook.cli.send;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The body and signature of a delivery. The first thread that sends it creates them, because a
 * signature takes about a millisecond; redeliveries and retries reuse them. Safe for use by several
 * threads.
 */
final class Content {

  private final Supplier<byte[]> sent;
  private final @Nullable Supplier<byte[]> signed;
  private final Target target;
  private byte @Nullable [] body;
  private @Nullable String signature;

  private Content(Supplier<byte[]> sent, @Nullable Supplier<byte[]> signed, Target target) {
    this.sent = sent;
    this.signed = signed;
    this.target = target;
  }

  /**
   * Returns the content of a delivery.
   *
   * @param body creates the body
   * @param target signs the body
   */
  static Content of(Supplier<byte[]> body, Target target) {
    return new Content(body, null, target);
  }

  /** Returns the content of a forged delivery: a body with the signature of another one. */
  static Content forged(Supplier<byte[]> sent, Supplier<byte[]> signed, Target target) {
    return new Content(sent, signed, target);
  }

  synchronized byte[] body() {
    byte[] made = body;
    if (made == null) {
      made = sent.get();
      body = made;
    }
    return made;
  }

  /** Returns the value of the signature header; null if the target needs none. */
  synchronized @Nullable String signature() {
    if (signature == null) {
      signature =
          target.isSigned() ? target.signature(signed == null ? body() : signed.get()) : null;
    }
    return signature;
  }
}
