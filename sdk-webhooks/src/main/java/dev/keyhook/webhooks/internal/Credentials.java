package dev.keyhook.webhooks.internal;

import dev.keyhook.CredentialsUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The secrets or keys that are valid right now: fixed ones, or whatever a supplier returns when a
 * delivery arrives.
 *
 * @param <T> what proves a sender
 */
@FunctionalInterface
public interface Credentials<T> {

  /**
   * Returns the valid credentials, at least one.
   *
   * @throws CredentialsUnavailableException if they cannot be loaded, or there are none
   */
  List<T> current();

  /**
   * Returns credentials that never change.
   *
   * @throws IllegalArgumentException if there are none
   */
  static <T> Credentials<T> fixed(List<T> all) {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("Give at least one credential to verify with");
    }
    List<T> copy = List.copyOf(all);
    return () -> copy;
  }

  /** Returns credentials that are asked for again at each delivery. */
  static <T> Credentials<T> loaded(Supplier<? extends Collection<? extends T>> source) {
    Objects.requireNonNull(source, "source");
    return () -> load(source);
  }

  private static <T> List<T> load(Supplier<? extends Collection<? extends T>> source) {
    List<T> loaded;
    try {
      loaded = List.copyOf(source.get());
    } catch (CredentialsUnavailableException e) {
      throw e;
    } catch (Exception e) {
      throw new CredentialsUnavailableException(
          "The supplier of secrets or keys failed, or returned null", e);
    }
    if (loaded.isEmpty()) {
      throw new CredentialsUnavailableException("The supplier returned no secret or key", null);
    }
    return loaded;
  }
}
