package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.subscriptions.PlanStep;
import dev.keyhook.subscriptions.PlanWarning;
import dev.keyhook.subscriptions.PlanWarning.Kind;
import dev.keyhook.subscriptions.internal.CallbackUrl;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must be done so that the vendor delivers to a URL what the code behind it handles.
 *
 * <pre>{@code
 * SchlageHomePlan plan = SchlageHomePlan.of(url, receiver.handledTypes(), subscriptions.list());
 * List<SchlageHomeSubscription> created = subscriptions.apply(plan);
 * }</pre>
 *
 * <p>There is no operation to change a subscription, so a new one is created before the old one is
 * deleted. A plan adds event types and takes none away, keeps one subscription for the URL, and
 * leaves those for other URLs alone. Immutable.
 *
 * <p>The names of subscriptions and those of triggers are not the same vocabulary; what is known is
 * in {@link SchlageHomeEventName}. For a handled trigger that begins with {@code Command} the plan
 * asks for {@code CommandStatusUpdated}.
 */
public final class SchlageHomePlan {

  private static final Comparator<SchlageHomeEventName> BY_NAME =
      Comparator.comparing(SchlageHomeEventName::value);

  private final URI url;
  private final SortedSet<SchlageHomeEventName> eventTypes;
  private final List<PlanStep> steps;
  private final List<PlanWarning> warnings;

  private SchlageHomePlan(
      URI url,
      SortedSet<SchlageHomeEventName> eventTypes,
      List<PlanStep> steps,
      List<PlanWarning> warnings) {
    this.url = url;
    this.eventTypes = Collections.unmodifiableSortedSet(eventTypes);
    this.steps = List.copyOf(steps);
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Makes a plan. Nothing is sent.
   *
   * @param url where the code listens
   * @param handledTypes names of the triggers that it handles
   * @param existing the account's subscriptions as they are now, from {@link
   *     SchlageHomeSubscriptions#list}
   * @throws IllegalArgumentException if no type is handled that can be subscribed to, or the URL is
   *     not HTTPS, or has no host, user info or a fragment
   */
  public static SchlageHomePlan of(
      URI url, Set<String> handledTypes, Collection<SchlageHomeSubscription> existing) {
    CallbackUrl.require(url, false);
    SortedSet<SchlageHomeEventName> wanted = new TreeSet<>(BY_NAME);
    handledTypes.forEach(
        type -> {
          SchlageHomeEventName name = SchlageHomeEventName.of(type);
          if (name.isKnown()) {
            wanted.add(name);
          } else if (type.startsWith("Command")) {
            wanted.add(SchlageHomeEventName.COMMAND_STATUS_UPDATED);
          }
        });
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("No event type is handled that can be subscribed to");
    }
    List<SchlageHomeSubscription> here =
        existing.stream().filter(subscription -> subscription.delivers(url)).toList();
    SortedSet<SchlageHomeEventName> types = new TreeSet<>(BY_NAME);
    types.addAll(wanted);
    // All that any of them delivers now, so that deleting the others loses nothing.
    here.forEach(subscription -> types.addAll(subscription.eventTypes()));

    SchlageHomeSubscription kept =
        here.stream()
            .filter(subscription -> subscription.eventTypes().equals(types))
            .findFirst()
            .orElse(null);
    List<PlanStep> steps = new ArrayList<>();
    if (kept == null) {
      steps.add(PlanStep.create(names(types, type -> true)));
    }
    here.stream()
        .filter(subscription -> !subscription.equals(kept))
        .forEach(subscription -> steps.add(PlanStep.delete(subscription.id())));
    return new SchlageHomePlan(
        url, types, steps, warnings(handledTypes, wanted, types, here, existing));
  }

  private static List<PlanWarning> warnings(
      Set<String> handledTypes,
      Set<SchlageHomeEventName> wanted,
      SortedSet<SchlageHomeEventName> types,
      List<SchlageHomeSubscription> here,
      Collection<SchlageHomeSubscription> existing) {
    List<PlanWarning> warnings = new ArrayList<>();
    warn(
        warnings,
        Kind.NOT_CONFIRMED,
        handledTypes.stream()
            .map(SchlageHomeEventName::of)
            .filter(name -> name.isKnown() && !name.isConfirmed())
            .map(SchlageHomeEventName::value)
            .collect(Collectors.toCollection(TreeSet::new)),
        "the code handles them, but the vendor has not published a trigger of that name");
    warn(
        warnings,
        Kind.UNKNOWN_NAME,
        handledTypes.stream()
            .filter(type -> !SchlageHomeEventName.of(type).isKnown())
            .collect(Collectors.toCollection(TreeSet::new)),
        "the code handles them, but a subscription has no such name; by the vendor's guide every"
            + " type is delivered anyway");
    warn(
        warnings,
        Kind.NOT_HANDLED,
        names(types, type -> !wanted.contains(type)),
        "the vendor delivers them, but the code does not handle them");
    warn(
        warnings,
        Kind.OTHER_URL,
        existing.stream()
            .filter(subscription -> !here.contains(subscription))
            .map(SchlageHomeSubscription::shownId)
            .collect(Collectors.toCollection(TreeSet::new)),
        "they deliver to other URLs and stay as they are");
    return warnings;
  }

  private static void warn(
      List<PlanWarning> warnings, Kind kind, Set<String> subjects, String explanation) {
    if (!subjects.isEmpty()) {
      warnings.add(PlanWarning.of(kind, subjects, explanation));
    }
  }

  private static Set<String> names(
      Collection<SchlageHomeEventName> types, Predicate<SchlageHomeEventName> filter) {
    return types.stream()
        .filter(filter)
        .map(SchlageHomeEventName::value)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns where the vendor shall deliver. */
  public URI url() {
    return url;
  }

  /** Returns what the subscription names once the plan is done. */
  public SortedSet<SchlageHomeEventName> eventTypes() {
    return eventTypes;
  }

  /** Returns what is to be done, in this order; nothing if all is as it should be. */
  public List<PlanStep> steps() {
    return steps;
  }

  /** Returns what a person should know, and no step can put right. */
  public List<PlanWarning> warnings() {
    return warnings;
  }

  /** Says whether nothing is to be done. */
  public boolean isUpToDate() {
    return steps.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SchlageHomePlan that
        && url.equals(that.url)
        && eventTypes.equals(that.eventTypes)
        && steps.equals(that.steps)
        && warnings.equals(that.warnings);
  }

  @Override
  public int hashCode() {
    return Objects.hash(url, eventTypes, steps, warnings);
  }

  /** Returns the plan as lines for people, the URL without its query. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("Plan for ").append(CallbackUrl.shown(url)).append(":");
    if (steps.isEmpty()) {
      text.append(" nothing to do");
    }
    steps.forEach(step -> text.append("\n  ").append(step));
    warnings.forEach(warning -> text.append("\n  warning: ").append(warning));
    return text.toString();
  }
}
