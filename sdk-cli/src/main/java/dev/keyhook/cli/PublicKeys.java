package dev.keyhook.cli;

import dev.keyhook.webhooks.schlagehome.SchlageHomeWebhooks;
import java.security.PublicKey;
import java.util.List;

/** Reads public keys that options name: a PEM file, or {@code published}. */
public final class PublicKeys {

  private PublicKeys() {}

  /**
   * Returns the keys.
   *
   * @throws CommandException if a file cannot be read or holds no public key
   */
  public static List<PublicKey> read(List<String> names) {
    return names.stream().map(PublicKeys::read).toList();
  }

  private static PublicKey read(String name) {
    if (name.equals("published")) {
      return SchlageHomeWebhooks.publicKeyFromGitHub20240429();
    }
    try {
      return SchlageHomeWebhooks.publicKey(Input.text(name));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(name + " is not a public key: " + e.getMessage());
    }
  }
}
