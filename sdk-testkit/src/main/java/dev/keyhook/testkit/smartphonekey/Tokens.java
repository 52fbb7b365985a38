package dev.keyhook.testkit.smartphonekey;

import dev.keyhook.Secret;
import java.security.SecureRandom;

/** Generates random credentials in the vendor's format. Stateless. */
final class Tokens {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Tokens() {}

  static Secret random(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return Secret.of(text.toString());
  }
}
