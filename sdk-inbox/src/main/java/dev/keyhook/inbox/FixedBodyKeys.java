package dev.keyhook.inbox;

import dev.keyhook.CredentialsUnavailableException;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.SecretKey;

/** Keys that do not change. */
final class FixedBodyKeys implements BodyKeys {

  static final int KEY_BYTES = 32;

  private final String currentId;
  private final Map<String, SecretKey> keys = new HashMap<>();

  FixedBodyKeys(String currentId, Map<String, byte[]> keys) {
    this.currentId = currentId;
    keys.forEach((id, key) -> this.keys.put(id, BodyKeys.aes(key)));
    if (!keys.containsKey(currentId)) {
      throw new IllegalArgumentException("There is no key with the current name " + currentId);
    }
  }

  @Override
  public String currentId() {
    return currentId;
  }

  @Override
  public SecretKey key(String id) {
    SecretKey key = keys.get(id);
    if (key == null) {
      throw new CredentialsUnavailableException("There is no body key with the name " + id, null);
    }
    return key;
  }

  @Override
  public String toString() {
    return "BodyKeys[" + currentId + " of " + keys.size() + "]";
  }
}
