package dev.keyhook.subscriptions;

import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One change that a plan makes at the vendor. Immutable. */
public final class PlanStep {

  /**
   * The kind of change. Later versions may add constants: a {@code switch} needs a {@code default}.
   */
  public enum Action {
    /** A new subscription is created. */
    CREATE,
    /** The event types of an existing subscription are changed. */
    CHANGE,
    /** An existing subscription is deleted. */
    DELETE
  }

  private final Action action;
  private final @Nullable String id;
  private final SortedSet<String> types;

  private PlanStep(Action action, @Nullable String id, Collection<String> types) {
    this.action = action;
    this.id = id;
    this.types = Collections.unmodifiableSortedSet(new TreeSet<>(types));
  }

  /** Returns a step that creates a subscription to the given types. */
  public static PlanStep create(Collection<String> types) {
    return new PlanStep(Action.CREATE, null, types);
  }

  /** Returns a step after which the subscription delivers exactly the given types. */
  public static PlanStep change(String id, Collection<String> types) {
    return new PlanStep(Action.CHANGE, Objects.requireNonNull(id, "id"), types);
  }

  /** Returns a step that deletes a subscription. */
  public static PlanStep delete(String id) {
    return new PlanStep(Action.DELETE, Objects.requireNonNull(id, "id"), new TreeSet<>());
  }

  /** Returns the kind of change. */
  public Action action() {
    return action;
  }

  /** Returns the id of the existing subscription; empty if one is created. */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** Returns the names of the types it delivers afterwards; none if it is deleted. */
  public SortedSet<String> types() {
    return types;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlanStep that
        && action == that.action
        && Objects.equals(id, that.id)
        && types.equals(that.types);
  }

  @Override
  public int hashCode() {
    return Objects.hash(action, id, types);
  }

  /** Returns the step as one line of text. */
  @Override
  public String toString() {
    return action
        + (id == null ? "" : " " + id)
        + (types.isEmpty() ? "" : " " + String.join(", ", types));
  }
}
