package dev.keyhook.subscriptions.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Secret;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/** The headers that authenticate the caller to an API, requested for each attempt. */
@FunctionalInterface
public interface Credentials {

  /**
   * Returns the headers to send now.
   *
   * @throws IllegalStateException if a supplier returns null
   */
  List<Header> headers();

  /**
   * Called once per call when the API answers 401.
   *
   * @param refused the headers that were sent
   * @return whether other credentials are worth another attempt
   */
  default boolean renew(List<Header> refused) {
    return false;
  }

  /** Returns whether a header can carry a text: visible ASCII and spaces. */
  static boolean isSendable(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
  }

  /** Returns whether a text is the name of a header: a token (RFC 9110 section 5.6.2). */
  static boolean isHeaderName(String text) {
    return text.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  }

  /** Returns credentials that consist of these headers, in this order. */
  static Credentials of(HeaderSource... sources) {
    List<HeaderSource> all = List.of(sources);
    return () -> {
      List<Header> headers = new ArrayList<>(all.size());
      all.forEach(source -> headers.add(source.now()));
      return headers;
    };
  }

  /**
   * A header whose value is secret.
   *
   * @param name the header's name
   * @param scheme what stands before the secret, such as {@code "Bearer "}
   * @param secret the secret itself
   */
  record Header(String name, String scheme, Secret secret) {

    /** Returns the header, after checking that it can be sent. */
    public Header {
      // An HTTP library would print the value in its own error message.
      if (!isSendable(secret.reveal())) {
        throw new IllegalArgumentException(
            "The credential for the header "
                + name
                + " has a character that a header cannot carry; only visible ASCII can be sent");
      }
    }

    String value() {
      return scheme + secret.reveal();
    }

    /** Returns all texts that reveal the secret. */
    List<String> sensitive() {
      if (!scheme.startsWith("Basic")) {
        return List.of(secret.reveal());
      }
      String pair = new String(Base64.getDecoder().decode(secret.reveal()), UTF_8);
      String password = pair.substring(pair.indexOf(':') + 1);
      return List.of(secret.reveal(), password, URLDecoder.decode(password, UTF_8));
    }
  }

  /**
   * The supplier of a header's secret.
   *
   * @param what its name in errors
   * @param name the header's name
   * @param scheme what stands before the secret
   * @param supplier asked for each attempt
   */
  record HeaderSource(String what, String name, String scheme, Supplier<Secret> supplier) {

    /** Requests the secret. */
    public Header now() {
      Secret secret = supplier.get();
      if (secret == null) {
        throw new IllegalStateException("The supplier of " + what + " returned null");
      }
      return new Header(name, scheme, secret);
    }
  }
}
