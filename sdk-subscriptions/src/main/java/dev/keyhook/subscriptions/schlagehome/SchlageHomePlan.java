package dev.keyhook.subscriptions.schlagehome;

import dev.keyhook.subscriptions.PlanStep;
import dev.keyhook.subscriptions.PlanWarning;
import dev.keyhook.subscriptions.PlanWarning.Kind;
import dev.keyhook.subscriptions.internal.CallbackUrl;
import dev.keyhook.subscriptions.internal.PlanNotes;
import dev.keyhook.subscriptions.internal.Planner;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The changes after which the vendor delivers to a URL what the code behind it handles.
 *
 * <pre>{@code
 * SchlageHomePlan plan = SchlageHomePlan.of(url, router.handledTypes(), subscriptions.list());
 * PlanReport<SchlageHomeSubscription> report = subscriptions.apply(plan);
 * }</pre>
 *
 * <p>There is no operation to change a subscription, so a new one with all types is created before
 * the old ones are deleted, and only if the old ones lack a type. A plan adds event types and never
 * removes one. A subscription is deleted only if others for the same URL deliver all of its types.
 * Subscriptions for other URLs do not change. URLs are compared by RFC 3986. Immutable.
 *
 * <p>Subscriptions and triggers use different names, see {@link SchlageHomeEventName}. For a
 * handled trigger that begins with {@code Command}, the plan subscribes to {@code
 * CommandStatusUpdated}. A subscription without a list of types counts as one for all types,
 * according to the vendor's guide.
 */
public final class SchlageHomePlan {

  private static final Comparator<SchlageHomeEventName> BY_NAME =
      Comparator.comparing(SchlageHomeEventName::value);

  private final URI url;
  private final Set<String> handledTypes;
  private final SortedSet<SchlageHomeEventName> eventTypes;
  private final List<PlanStep> steps;
  private final List<PlanWarning> warnings;

  private SchlageHomePlan(
      URI url, Set<String> handledTypes, Collection<SchlageHomeSubscription> existing) {
    this.url = CallbackUrl.require(url, false);
    this.handledTypes = Set.copyOf(handledTypes);
    Set<String> wanted = wanted(handledTypes);
    List<SchlageHomeSubscription> here =
        existing.stream().filter(subscription -> subscription.delivers(url)).toList();
    Planner planner =
        new Planner(wanted, here.stream().map(SchlageHomeSubscription::planned).toList(), false);
    this.eventTypes =
        planner.types().stream()
            .filter(type -> !type.equals(Planner.EVERYTHING))
            .map(SchlageHomeEventName::of)
            .collect(
                Collectors.collectingAndThen(
                    Collectors.toCollection(() -> new TreeSet<>(BY_NAME)),
                    Collections::unmodifiableSortedSet));
    this.steps = planner.steps();
    this.warnings = warnings(wanted, here, existing, planner);
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
   * @throws dev.keyhook.MissingFieldException if a subscription for this URL has no id, or event
   *     types that cannot be read
   */
  public static SchlageHomePlan of(
      URI url, Set<String> handledTypes, Collection<SchlageHomeSubscription> existing) {
    return new SchlageHomePlan(url, handledTypes, existing);
  }

  /** Returns a plan for the same goal from another state. */
  SchlageHomePlan again(Collection<SchlageHomeSubscription> existing) {
    return new SchlageHomePlan(url, handledTypes, existing);
  }

  private static Set<String> wanted(Set<String> handledTypes) {
    Set<String> wanted = new TreeSet<>();
    handledTypes.forEach(
        type -> {
          if (SchlageHomeEventName.of(type).isKnown()) {
            wanted.add(type);
          } else if (type.startsWith("Command")) {
            wanted.add(SchlageHomeEventName.COMMAND_STATUS_UPDATED.value());
          }
        });
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("No event type is handled that can be subscribed to");
    }
    return wanted;
  }

  private List<PlanWarning> warnings(
      Set<String> wanted,
      List<SchlageHomeSubscription> here,
      Collection<SchlageHomeSubscription> existing,
      Planner planner) {
    return new PlanNotes()
        .warn(
            Kind.NOT_CONFIRMED,
            handledTypes.stream()
                .map(SchlageHomeEventName::of)
                .filter(name -> name.isKnown() && !name.isConfirmed())
                .map(SchlageHomeEventName::value),
            "the code handles these types, but the vendor has not published triggers for them")
        .warn(
            Kind.UNKNOWN_NAME,
            handledTypes.stream().filter(type -> !SchlageHomeEventName.of(type).isKnown()),
            "the code handles these types, but subscriptions cannot name them; according to the"
                + " vendor's guide, all types are delivered")
        .warn(
            Kind.NOT_HANDLED,
            eventTypes.stream()
                .map(SchlageHomeEventName::value)
                .filter(type -> !wanted.contains(type)),
            "the vendor delivers these types, but the code does not handle them")
        .warn(
            Kind.DUPLICATE,
            planner.duplicates().stream(),
            "these subscriptions deliver some types to the URL twice; the receiver drops the duplicates")
        .warn(
            Kind.OTHER_URL,
            existing.stream()
                .filter(subscription -> !here.contains(subscription))
                .map(SchlageHomeSubscription::shownId),
            "these subscriptions deliver to other URLs; the plan does not change them")
        .warnings();
  }

  /** Returns the callback URL. */
  public URI url() {
    return url;
  }

  /** Returns the types of the subscription after the plan. */
  public SortedSet<SchlageHomeEventName> eventTypes() {
    return eventTypes;
  }

  /** Returns the steps, in order; empty if nothing must change. */
  public List<PlanStep> steps() {
    return steps;
  }

  /** Returns the problems that no step can fix. */
  public List<PlanWarning> warnings() {
    return warnings;
  }

  /** Returns whether there are no steps. */
  public boolean isUpToDate() {
    return steps.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SchlageHomePlan that
        && url.equals(that.url)
        && handledTypes.equals(that.handledTypes)
        && eventTypes.equals(that.eventTypes)
        && steps.equals(that.steps)
        && warnings.equals(that.warnings);
  }

  @Override
  public int hashCode() {
    return Objects.hash(url, eventTypes, steps, warnings);
  }

  /** Returns the plan as lines of text, the URL without its query. */
  @Override
  public String toString() {
    return PlanNotes.text("Plan for ", url, steps, warnings);
  }
}
