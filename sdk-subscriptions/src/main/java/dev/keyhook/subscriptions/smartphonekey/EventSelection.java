package dev.keyhook.subscriptions.smartphonekey;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The event types that a webhook delivers: some by name, or all.
 *
 * <p>The vendor accepts two names that it never delivers, {@code ReportedShadowUpdated} and {@code
 * DesiredShadowUpdated}: {@link #neverDelivered()} returns them. Immutable.
 */
public final class EventSelection {

  private static final String WILDCARD = "*";
  private static final Comparator<SmartphoneKeyEventName> BY_NAME =
      Comparator.comparing(SmartphoneKeyEventName::value);
  private static final EventSelection EVERYTHING = new EventSelection(true, List.of());

  private final boolean everything;
  private final SortedSet<SmartphoneKeyEventName> names;

  private EventSelection(boolean everything, Collection<SmartphoneKeyEventName> names) {
    this.everything = everything;
    SortedSet<SmartphoneKeyEventName> sorted = new TreeSet<>(BY_NAME);
    sorted.addAll(names);
    this.names = Collections.unmodifiableSortedSet(sorted);
  }

  /** Returns the selection of all events of the tenant, including those of future types. */
  public static EventSelection everything() {
    return EVERYTHING;
  }

  /** Returns the selection of these types. */
  public static EventSelection of(SmartphoneKeyEventName first, SmartphoneKeyEventName... others) {
    List<SmartphoneKeyEventName> names = new ArrayList<>(Arrays.asList(others));
    names.add(first);
    return new EventSelection(false, names);
  }

  /**
   * Returns the selection of the types with these names, such as a router's handled types.
   *
   * @throws IllegalArgumentException if there are no names, or one that {@link
   *     SmartphoneKeyEventName#of} refuses
   */
  public static EventSelection ofNames(Collection<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "Select at least one event type, or EventSelection.everything()");
    }
    return new EventSelection(false, names.stream().map(SmartphoneKeyEventName::of).toList());
  }

  /** Reads the vendor's form; it may select nothing. */
  static EventSelection read(List<String> wire) {
    return wire.contains(WILDCARD)
        ? EVERYTHING
        : new EventSelection(
            false,
            wire.stream().filter(name -> !name.isBlank()).map(SmartphoneKeyEventName::of).toList());
  }

  List<String> wire() {
    return everything
        ? List.of(WILDCARD)
        : names.stream().map(SmartphoneKeyEventName::value).toList();
  }

  /** Returns whether all types are selected, including future ones. */
  public boolean isEverything() {
    return everything;
  }

  /** Returns the selected types by name; none if {@linkplain #isEverything() all} are selected. */
  public SortedSet<SmartphoneKeyEventName> names() {
    return names;
  }

  /** Returns whether a type is selected, by its name or because all are. */
  public boolean includes(SmartphoneKeyEventName name) {
    return everything || names.contains(name);
  }

  /** Returns the selected types that the vendor never delivers. */
  public SortedSet<SmartphoneKeyEventName> neverDelivered() {
    return names.stream()
        .filter(name -> name.delivery() == SmartphoneKeyEventName.Delivery.NEVER)
        .collect(Collectors.toCollection(() -> new TreeSet<>(BY_NAME)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventSelection that
        && everything == that.everything
        && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode() + (everything ? 1 : 0);
  }

  /** Returns the names, or {@code everything}. */
  @Override
  public String toString() {
    return everything ? "everything" : names.toString();
  }
}
