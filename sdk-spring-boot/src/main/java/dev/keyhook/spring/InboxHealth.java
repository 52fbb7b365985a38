package dev.keyhook.spring;

import dev.keyhook.inbox.InboxAdmin;
import dev.keyhook.routing.InboxListener.Backlog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The health of receivers and inbox, independent of the version of Spring Boot. */
final class InboxHealth {

  private final KeyhookProperties.Health limits;
  private final LastDeliveries deliveries;
  private final @Nullable InboxAdmin admin;

  /**
   * Creates the health of an inbox.
   *
   * @param admin null without an inbox
   */
  InboxHealth(
      KeyhookProperties.Health limits, LastDeliveries deliveries, @Nullable InboxAdmin admin) {
    this.limits = limits;
    this.deliveries = deliveries;
    this.admin = admin;
  }

  /**
   * A report.
   *
   * @param isUp whether everything is within its limits
   * @param details by name
   */
  record Report(boolean isUp, Map<String, Object> details) {}

  /**
   * Reads the status of the inbox.
   *
   * @throws RuntimeException if its database cannot be reached
   */
  Report report() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("lastDeliveries", deliveries.times());
    List<Backlog> backlogs = admin == null ? List.of() : admin.status().backlogs();
    boolean isUp = true;
    for (Backlog backlog : backlogs) {
      isUp &= isWithinLimits(backlog);
      details.put(backlog.endpoint(), details(backlog));
    }
    return new Report(isUp, details);
  }

  private boolean isWithinLimits(Backlog backlog) {
    Long maxBacklog = limits.maxBacklog();
    Long maxDeadLetters = limits.maxDeadLetters();
    return backlog.oldest().compareTo(limits.maxOldest()) <= 0
        && (maxBacklog == null || backlog.events() <= maxBacklog)
        && (maxDeadLetters == null || backlog.deadLetters() <= maxDeadLetters);
  }

  private static Map<String, Object> details(Backlog backlog) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("backlog", backlog.events());
    details.put("oldestSeconds", backlog.oldest().toSeconds());
    details.put("deadLetters", backlog.deadLetters());
    details.put("parkedLanes", backlog.parkedLanes());
    details.put("unattended", backlog.isUnattended());
    return details;
  }
}
