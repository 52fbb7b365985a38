package dev.keyhook.subscriptions.smartphonekey;

import static dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyEventName.Delivery.NEVER;
import static dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyEventName.Delivery.NOT_CONFIRMED;
import static dev.keyhook.subscriptions.smartphonekey.SmartphoneKeyEventName.Delivery.UNKNOWN;

import dev.keyhook.subscriptions.PlanStep;
import dev.keyhook.subscriptions.PlanWarning;
import dev.keyhook.subscriptions.PlanWarning.Kind;
import dev.keyhook.subscriptions.internal.CallbackUrl;
import dev.keyhook.subscriptions.internal.PlanNotes;
import dev.keyhook.subscriptions.internal.Planner;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The changes after which the vendor delivers to a URL what the code behind it handles.
 *
 * <pre>{@code
 * SmartphoneKeyPlan plan =
 *     SmartphoneKeyPlan.of("acme-corp", url, router.handledTypes(), admin.webhooks("acme-corp").list());
 * PlanReport<SmartphoneKeyWebhook> report = admin.apply(plan);
 * }</pre>
 *
 * <p>A plan is safe to run in a deployment:
 *
 * <ul>
 *   <li>It adds event types and never removes one: a version of the code that is still running may
 *       handle it, and deliveries that are not handled do no harm.
 *   <li>An active webhook that delivers everything that is handled is never changed. If the active
 *       webhooks lack a type, it is added to one of them; if none is active, one is created.
 *   <li>A webhook is deleted only if other active webhooks for the same URL deliver all of its
 *       types; so a webhook that is {@link WebhookStatus#PENDING} goes before an active one.
 *   <li>Webhooks for other URLs stay as they are. URLs are compared by RFC 3986: {@code
 *       https://Hooks.example.com:443} is {@code https://hooks.example.com/}.
 * </ul>
 *
 * <p>If a pending webhook was never verified or changed, new webhooks begin as pending: then no
 * second one is created. Immutable.
 */
public final class SmartphoneKeyPlan {

  private final String orgId;
  private final URI url;
  private final Set<String> handledTypes;
  private final EventSelection events;
  private final List<PlanStep> steps;
  private final List<PlanWarning> warnings;

  private SmartphoneKeyPlan(
      String orgId, URI url, Set<String> handledTypes, Collection<SmartphoneKeyWebhook> existing) {
    this.orgId = Objects.requireNonNull(orgId, "orgId");
    this.url = CallbackUrl.require(url, true); // only the environment knows whether HTTP is allowed
    this.handledTypes = Set.copyOf(handledTypes);
    Set<SmartphoneKeyEventName> handled =
        handledTypes.stream().map(SmartphoneKeyEventName::of).collect(Collectors.toSet());
    Set<String> wanted =
        names(handled, name -> name.delivery() != NEVER).collect(Collectors.toSet());
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("No event type is handled that is ever delivered");
    }
    List<SmartphoneKeyWebhook> here =
        existing.stream().filter(webhook -> webhook.delivers(url)).toList();
    Planner planner =
        new Planner(wanted, here.stream().map(SmartphoneKeyWebhook::planned).toList(), true);
    this.events = EventSelection.read(List.copyOf(planner.types()));
    this.steps = planner.steps();
    this.warnings = warnings(handled, wanted, here, existing, planner);
  }

  /**
   * Makes a plan. Nothing is sent.
   *
   * @param orgId the partner's id
   * @param url where the code listens
   * @param handledTypes names of the event types that it handles
   * @param existing the tenant's webhooks as they are now, from {@link AdminWebhooks#list}; empty
   *     for a partner, who cannot list them
   * @throws IllegalArgumentException if no type is handled that is ever delivered, or the URL has
   *     no host, user info or a fragment
   * @throws dev.keyhook.MissingFieldException if a webhook for this URL has no id, or no events
   *     that can be read
   */
  public static SmartphoneKeyPlan of(
      String orgId, URI url, Set<String> handledTypes, Collection<SmartphoneKeyWebhook> existing) {
    return new SmartphoneKeyPlan(orgId, url, handledTypes, existing);
  }

  /** Returns a plan for the same goal from another state. */
  SmartphoneKeyPlan again(Collection<SmartphoneKeyWebhook> existing) {
    return new SmartphoneKeyPlan(orgId, url, handledTypes, existing);
  }

  private List<PlanWarning> warnings(
      Set<SmartphoneKeyEventName> handled,
      Set<String> wanted,
      List<SmartphoneKeyWebhook> here,
      Collection<SmartphoneKeyWebhook> existing,
      Planner planner) {
    Collection<SmartphoneKeyEventName> arriving =
        events.isEverything() ? SmartphoneKeyEventName.known() : events.names();
    return new PlanNotes()
        .warn(
            Kind.NEVER_DELIVERED,
            names(handled, name -> name.delivery() == NEVER),
            "the code handles these types, but the vendor never delivers them")
        .warn(
            Kind.NOT_CONFIRMED,
            names(handled, name -> name.delivery() == NOT_CONFIRMED),
            "the code handles these types, but the vendor's list of delivered types does not have them")
        .warn(
            Kind.UNKNOWN_NAME,
            names(handled, name -> name.delivery() == UNKNOWN),
            "this version does not know these types; the vendor refuses unknown names")
        .warn(
            Kind.NOT_HANDLED,
            names(arriving, name -> name.delivery() != NEVER && !wanted.contains(name.value())),
            "the vendor delivers these types, but the code does not handle them"
                + (events.isEverything() ? ", nor types that the vendor adds later" : ""))
        .warn(
            Kind.NOT_ACTIVE,
            here.stream().filter(SmartphoneKeyPlan::isInactive).map(SmartphoneKeyWebhook::shownId),
            "these webhooks are not active; did the receiver respond to the verification request?")
        .warn(
            Kind.DUPLICATE,
            planner.duplicates().stream(),
            "these webhooks deliver some types to the URL twice; the receiver drops the duplicates")
        .warn(
            Kind.OTHER_URL,
            existing.stream()
                .filter(webhook -> !here.contains(webhook))
                .map(SmartphoneKeyWebhook::shownId),
            "these webhooks deliver to other URLs; the plan does not change them")
        .warnings();
  }

  private static boolean isInactive(SmartphoneKeyWebhook webhook) {
    return webhook.status().filter(status -> !status.equals(WebhookStatus.ACTIVE)).isPresent();
  }

  private static Stream<String> names(
      Collection<SmartphoneKeyEventName> names, Predicate<SmartphoneKeyEventName> filter) {
    return names.stream().filter(filter).map(SmartphoneKeyEventName::value);
  }

  /** Returns the partner's id. */
  public String orgId() {
    return orgId;
  }

  /** Returns the callback URL. */
  public URI url() {
    return url;
  }

  /** Returns the event types that the vendor delivers to the URL after the plan. */
  public EventSelection events() {
    return events;
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

  /**
   * Returns a request to the account manager, for a partner, whose own key can only change the URL.
   * It contains the whole URL with its query: if that is a secret, send the text over a
   * confidential channel.
   */
  public String requestText() {
    StringBuilder text = new StringBuilder();
    text.append("Please set up this webhook for partner (orgId) ").append(orgId).append(":\n\n");
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
        && handledTypes.equals(that.handledTypes)
        && events.equals(that.events)
        && steps.equals(that.steps)
        && warnings.equals(that.warnings);
  }

  @Override
  public int hashCode() {
    return Objects.hash(orgId, url, events, steps, warnings);
  }

  /** Returns the plan as lines of text, the URL without its query. */
  @Override
  public String toString() {
    return PlanNotes.text("Plan for " + orgId + " at ", url, steps, warnings);
  }
}
