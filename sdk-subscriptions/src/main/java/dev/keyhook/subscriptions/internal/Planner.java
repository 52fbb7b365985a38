package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.PlanStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Computes the steps after which a URL gets all wanted event types, without a moment in which it
 * gets fewer than before.
 *
 * <p>Two rules make it safe. Types are only ever added. A subscription is deleted only if other
 * subscriptions that are certainly active deliver all of its types. The result depends on the given
 * state only, so two deployments that plan at the same time choose the same subscription to delete.
 * Not thread-safe.
 */
public final class Planner {

  /** Subscribes to all types, including those that the vendor adds later. */
  public static final String EVERYTHING = "*";

  /** Whether a subscription delivers, in the order in which the planner prefers them. */
  public enum Delivery {
    /** It delivers. */
    ACTIVE,
    /** Unknown: the vendor sends no status, or one that this version does not know. */
    UNKNOWN,
    /** It waits for its verification since it was created, as another new one would. */
    UNVERIFIED,
    /** It does not deliver; a new one might. */
    STOPPED
  }

  /**
   * A subscription to the URL in question.
   *
   * @param id its id
   * @param types the names of what it delivers, or {@link #EVERYTHING}
   * @param delivery whether it delivers
   */
  public record Existing(String id, Set<String> types, Delivery delivery) {

    boolean mayDeliver() {
      return delivery == Delivery.ACTIVE || delivery == Delivery.UNKNOWN;
    }
  }

  private static final Comparator<Existing> BEST_FIRST =
      Comparator.comparing(Existing::delivery)
          .thenComparing(each -> !each.types().contains(EVERYTHING))
          .thenComparing(each -> -each.types().size())
          .thenComparing(Existing::id);

  private final SortedSet<String> wanted;
  private final boolean canChange;
  private final List<Existing> state;
  private final List<PlanStep> steps = new ArrayList<>();

  /**
   * Plans for a URL.
   *
   * @param wanted the names of the types that must be delivered
   * @param existing the subscriptions to this URL
   * @param canChange whether the vendor can change the types of a subscription
   */
  public Planner(Set<String> wanted, Collection<Existing> existing, boolean canChange) {
    this.wanted = new TreeSet<>(wanted);
    this.canChange = canChange;
    this.state = new ArrayList<>(existing.stream().sorted(BEST_FIRST).toList());
    addMissing();
    deleteRedundant();
  }

  /** Returns the steps, in order. */
  public List<PlanStep> steps() {
    return List.copyOf(steps);
  }

  /** Returns all types that the URL is subscribed to after the steps. */
  public SortedSet<String> types() {
    return union(state);
  }

  /** Returns the ids of those that stay active after the steps and deliver a type twice. */
  public SortedSet<String> duplicates() {
    SortedSet<String> ids = new TreeSet<>();
    for (Existing one : state) {
      if (one.mayDeliver() && others(one).anyMatch(o -> o.mayDeliver() && overlap(one, o))) {
        ids.add(one.id());
      }
    }
    return ids;
  }

  private Stream<Existing> others(Existing one) {
    return state.stream().filter(other -> !other.id().equals(one.id()));
  }

  private static boolean overlap(Existing one, Existing other) {
    return one.types().contains(EVERYTHING)
        || other.types().contains(EVERYTHING)
        || one.types().stream().anyMatch(other.types()::contains);
  }

  private void addMissing() {
    List<Existing> delivering = state.stream().filter(Existing::mayDeliver).toList();
    if (covers(union(delivering), wanted)) {
      return;
    }
    List<Existing> candidates =
        delivering.isEmpty()
            ? state.stream().filter(each -> each.delivery() == Delivery.UNVERIFIED).toList()
            : delivering;
    if (!candidates.isEmpty() && canChange) {
      Existing best = candidates.get(0);
      if (!covers(best.types(), wanted)) {
        SortedSet<String> types = new TreeSet<>(best.types());
        types.addAll(wanted);
        steps.add(PlanStep.change(best.id(), types));
        state.set(state.indexOf(best), new Existing(best.id(), types, best.delivery()));
      }
    } else if (delivering.isEmpty() && !candidates.isEmpty() && covers(union(candidates), wanted)) {
      return;
    } else {
      SortedSet<String> types = new TreeSet<>(wanted);
      if (!canChange) {
        types.addAll(union(state)); // the new one replaces all others
      }
      steps.add(PlanStep.create(types));
      state.add(0, new Existing("", types, Delivery.ACTIVE));
    }
  }

  private void deleteRedundant() {
    for (Existing each : state.stream().sorted(BEST_FIRST.reversed()).toList()) {
      List<Existing> others =
          others(each).filter(other -> other.delivery() == Delivery.ACTIVE).toList();
      boolean exists = !each.id().isEmpty();
      if (exists && !others.isEmpty() && covers(union(others), each.types())) {
        steps.add(PlanStep.delete(each.id()));
        state.remove(each);
      }
    }
  }

  private static boolean covers(Set<String> delivered, Set<String> types) {
    return delivered.contains(EVERYTHING) || delivered.containsAll(types);
  }

  private static SortedSet<String> union(Collection<Existing> all) {
    SortedSet<String> types = new TreeSet<>();
    all.forEach(each -> types.addAll(each.types()));
    return types;
  }
}
