package dev.keyhook.subscriptions.smartphonekey;

import static dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyEventName.Delivery.NEVER;
import static dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyEventName.Delivery.NOT_CONFIRMED;
import static dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyEventName.Delivery.UNKNOWN;

import dev.keyhook.subscriptions.PlanStep;
import dev.keyhook.subscriptions.PlanWarning;
import dev.keyhook.subscriptions.PlanWarning.Kind;
import dev.keyhook.subscriptions.internal.CallbackUrl;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must be done so that the vendor delivers to a URL what the code behind it handles.
 *
 * <pre>{@code
 * SmartphoneKeyPlan plan =
 *     SmartphoneKeyPlan.of("acme-corp", url, receiver.handledTypes(), admin.webhooks("acme-corp"));
 * admin.apply(plan);
 * }</pre>
 *
 * <p>A plan adds event types and takes none away: a version of the code that is still running may
 * handle them, and deliveries that nobody handles do no harm. It keeps one webhook for the URL,
 * deletes others for the same URL, since each event would come as often as there are webhooks, and
 * leaves those for other URLs alone. Immutable.
 */
public final class SmartphoneKeyPlan {

  private final String orgId;
  private final URI url;
  private final EventSelection events;
  private final List<PlanStep> steps;
  private final List<PlanWarning> warnings;

  private SmartphoneKeyPlan(
      String orgId,
      URI url,
      EventSelection events,
      List<PlanStep> steps,
      List<PlanWarning> warnings) {
    this.orgId = orgId;
    this.url = url;
    this.events = events;
    this.steps = List.copyOf(steps);
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Makes a plan. Nothing is sent.
   *
   * @param orgId the partner's id
   * @param url where the code listens
   * @param handledTypes names of the event types that it handles
   * @param existing the tenant's webhooks as they are now, from {@link
   *     SmartphoneKeyAdmin#webhooks}; empty for a partner, who cannot list them
   * @throws IllegalArgumentException if no type is handled that is ever delivered, or the URL has
   *     no host, user info or a fragment
   */
  public static SmartphoneKeyPlan of(
      String orgId, URI url, Set<String> handledTypes, Collection<SmartphoneKeyWebhook> existing) {
    Objects.requireNonNull(orgId, "orgId");
    CallbackUrl.require(url, true); // whether HTTP will do depends on where the plan is applied
    Set<SmartphoneKeyEventName> handled =
        handledTypes.stream().map(SmartphoneKeyEventName::of).collect(Collectors.toSet());
    Set<String> wanted = names(handled, name -> name.delivery() != NEVER);
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("No event type is handled that is ever delivered");
    }
    List<SmartphoneKeyWebhook> here =
        existing.stream().filter(webhook -> webhook.delivers(url)).toList();

    // All that any of them delivers now, so that deleting the others loses nothing.
    boolean everything = here.stream().anyMatch(webhook -> webhook.events().isEverything());
    Set<String> delivered = new TreeSet<>(wanted);
    here.forEach(webhook -> delivered.addAll(names(webhook.events().names(), name -> true)));
    EventSelection events =
        everything ? EventSelection.everything() : EventSelection.ofNames(delivered);

    List<PlanStep> steps = new ArrayList<>();
    if (here.isEmpty()) {
      steps.add(PlanStep.create(events.wire()));
    } else {
      SmartphoneKeyWebhook kept =
          here.stream()
              .filter(webhook -> webhook.events().equals(events))
              .findFirst()
              .orElse(here.get(0));
      if (!kept.events().equals(events)) {
        steps.add(PlanStep.change(kept.id(), events.wire()));
      }
      here.stream()
          .filter(webhook -> !webhook.equals(kept))
          .forEach(webhook -> steps.add(PlanStep.delete(webhook.id())));
    }
    return new SmartphoneKeyPlan(
        orgId, url, events, steps, warnings(handled, wanted, events, here, existing));
  }

  private static List<PlanWarning> warnings(
      Set<SmartphoneKeyEventName> handled,
      Set<String> wanted,
      EventSelection events,
      List<SmartphoneKeyWebhook> here,
      Collection<SmartphoneKeyWebhook> existing) {
    List<PlanWarning> warnings = new ArrayList<>();
    warn(
        warnings,
        Kind.NEVER_DELIVERED,
        names(handled, name -> name.delivery() == NEVER),
        "the code handles them, but the vendor never delivers them");
    warn(
        warnings,
        Kind.NOT_CONFIRMED,
        names(handled, name -> name.delivery() == NOT_CONFIRMED),
        "the code handles them, but the vendor's list of delivered types does not have them");
    warn(
        warnings,
        Kind.UNKNOWN_NAME,
        names(handled, name -> name.delivery() == UNKNOWN),
        "this version does not know them; the vendor refuses names that it does not know either");
    Set<SmartphoneKeyEventName> arriving =
        events.isEverything()
            ? Set.copyOf(SmartphoneKeyEventName.known())
            : Set.copyOf(events.names());
    warn(
        warnings,
        Kind.NOT_HANDLED,
        names(arriving, name -> name.delivery() != NEVER && !wanted.contains(name.value())),
        "the vendor delivers them, but the code does not handle them"
            + (events.isEverything() ? "; nor types that are still to come" : ""));
    warn(
        warnings,
        Kind.NOT_ACTIVE,
        ids(here, SmartphoneKeyPlan::isInactive),
        "the vendor does not call them active; did the receiver answer the verification request?");
    warn(
        warnings,
        Kind.OTHER_URL,
        ids(existing, webhook -> !here.contains(webhook)),
        "they deliver to other URLs and stay as they are");
    return warnings;
  }

  private static boolean isInactive(SmartphoneKeyWebhook webhook) {
    return webhook
        .status()
        .filter(status -> !status.known().equals(WebhookStatus.ACTIVE.known()))
        .isPresent();
  }

  private static void warn(
      List<PlanWarning> warnings, Kind kind, Set<String> subjects, String explanation) {
    if (!subjects.isEmpty()) {
      warnings.add(PlanWarning.of(kind, subjects, explanation));
    }
  }

  private static Set<String> names(
      Collection<SmartphoneKeyEventName> names, Predicate<SmartphoneKeyEventName> filter) {
    return names.stream()
        .filter(filter)
        .map(SmartphoneKeyEventName::value)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> ids(
      Collection<SmartphoneKeyWebhook> webhooks, Predicate<SmartphoneKeyWebhook> filter) {
    return webhooks.stream()
        .filter(filter)
        .map(SmartphoneKeyWebhook::shownId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the partner's id. */
  public String orgId() {
    return orgId;
  }

  /** Returns where the vendor shall deliver. */
  public URI url() {
    return url;
  }

  /** Returns what the vendor delivers to the URL once the plan is done. */
  public EventSelection events() {
    return events;
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

  /**
   * Returns a request to the account manager, for a partner, whose own key changes nothing but the
   * URL. It holds the whole URL, its query included: if that is a secret, choose the way you send
   * it.
   */
  public String requestText() {
    StringBuilder text = new StringBuilder();
    text.append("Please set up the webhook of partner (orgId) ").append(orgId).append(" so:\n\n");
    text.append("URL: ").append(url).append('\n');
    if (events.isEverything()) {
      text.append("Events: all (\"*\")\n");
    } else {
      text.append("Events:\n");
      events.names().forEach(name -> text.append("  ").append(name).append('\n'));
    }
    text.append(
        "\nPlease tell us the id of the webhook, so that we can change its URL ourselves.\n");
    return text.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SmartphoneKeyPlan that
        && orgId.equals(that.orgId)
        && url.equals(that.url)
        && events.equals(that.events)
        && steps.equals(that.steps)
        && warnings.equals(that.warnings);
  }

  @Override
  public int hashCode() {
    return Objects.hash(orgId, url, events, steps, warnings);
  }

  /** Returns the plan as lines for people, the URL without its query. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("Plan for ")
        .append(orgId)
        .append(" at ")
        .append(CallbackUrl.shown(url))
        .append(":");
    if (steps.isEmpty()) {
      text.append(" nothing to do");
    }
    steps.forEach(step -> text.append("\n  ").append(step));
    warnings.forEach(warning -> text.append("\n  warning: ").append(warning));
    return text.toString();
  }
}
