package dev.keyhook.webhooks.verification;

import dev.keyhook.CredentialsUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The secrets or keys that are valid now, ready for use: fixed ones, or those that a supplier
 * returns for each delivery.
 *
 * @param <T> a secret or key in the form that a verifier uses
 */
@FunctionalInterface
interface Credentials<T> {

  /**
   * Returns the valid credentials, at least one.
   *
   * @throws CredentialsUnavailableException if they cannot be loaded or used, or there are none
   */
  List<T> current();

  /**
   * Returns the label of a credential without one: {@code #1} for the first.
   *
   * @param index from 0
   */
  static String position(int index) {
    return "#".concat(Integer.toString(index + 1)); // the first + of a process takes milliseconds
  }

  /**
   * Returns credentials that never change.
   *
   * @param prepare throws {@link IllegalArgumentException} for one that cannot be used
   * @throws IllegalArgumentException if there are none, or one that cannot be used
   */
  static <S, T> Credentials<T> fixed(List<? extends S> all, Function<? super S, T> prepare) {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("Give at least one secret or key to verify with");
    }
    List<T> prepared = new ArrayList<>();
    for (S each : List.copyOf(all)) {
      try {
        prepared.add(prepare.apply(each));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Secret or key #" + (prepared.size() + 1) + " cannot be used: " + e.getMessage(), e);
      }
    }
    List<T> copy = List.copyOf(prepared);
    return () -> copy;
  }

  /**
   * Returns credentials that a supplier returns for each delivery. They are prepared again when the
   * supplier returns other objects than before.
   *
   * @param prepare throws {@link IllegalArgumentException} for one that cannot be used
   */
  static <S, T> Credentials<T> supplied(
      Supplier<? extends Collection<? extends S>> supplier, Function<? super S, T> prepare) {
    return new Supplied<S, T>(supplier, prepare);
  }

  /**
   * What a supplier returns.
   *
   * @param <S> a secret or key as supplied
   * @param <T> the same, prepared
   */
  final class Supplied<S, T> implements Credentials<T> {

    private final Supplier<? extends Collection<? extends S>> supplier;
    private final Function<? super S, T> prepare;
    private volatile Prepared<S, T> latest = new Prepared<>(List.of(), List.of());

    private Supplied(
        Supplier<? extends Collection<? extends S>> supplier, Function<? super S, T> prepare) {
      this.supplier = Objects.requireNonNull(supplier, "supplier");
      this.prepare = prepare;
    }

    @Override
    public List<T> current() {
      List<S> originals = load();
      Prepared<S, T> known = latest;
      if (!known.isOf(originals)) {
        known = new Prepared<>(originals, prepare(originals));
        latest = known;
      }
      return known.ready();
    }

    private List<S> load() {
      List<S> loaded;
      try {
        loaded = List.copyOf(supplier.get());
      } catch (CredentialsUnavailableException | VirtualMachineError e) {
        throw e;
      } catch (Throwable e) { // including a missing class of a vault client: the sender must retry
        throw new CredentialsUnavailableException(
            "The supplier of secrets or keys failed, or returned null", e);
      }
      if (loaded.isEmpty()) {
        throw new CredentialsUnavailableException("The supplier returned no secret or key", null);
      }
      return loaded;
    }

    private List<T> prepare(List<S> originals) {
      List<T> ready = new ArrayList<>();
      for (S original : originals) {
        try {
          ready.add(prepare.apply(original));
        } catch (IllegalArgumentException e) {
          throw new CredentialsUnavailableException(
              "Secret or key #" + (ready.size() + 1) + " of the supplier cannot be used", e);
        }
      }
      return List.copyOf(ready);
    }
  }

  /**
   * Supplied credentials and their prepared form.
   *
   * @param <S> a secret or key as supplied
   * @param <T> the same, prepared
   */
  record Prepared<S, T>(List<S> originals, List<T> ready) {

    @SuppressWarnings("ReferenceEquality") // what a key's equals compares depends on its class
    boolean isOf(List<S> others) {
      if (originals.size() != others.size()) {
        return false;
      }
      for (int i = 0; i < others.size(); i++) {
        if (originals.get(i) != others.get(i)) {
          return false;
        }
      }
      return true;
    }
  }
}
