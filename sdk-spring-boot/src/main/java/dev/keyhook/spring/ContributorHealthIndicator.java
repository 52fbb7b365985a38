package dev.keyhook.spring;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Reports the health to Spring Boot 4. */
final class ContributorHealthIndicator implements HealthIndicator {

  private final InboxHealth inbox;

  ContributorHealthIndicator(InboxHealth inbox) {
    this.inbox = inbox;
  }

  @Override
  public Health health() {
    try {
      InboxHealth.Report report = inbox.report();
      Health.Builder health = report.isUp() ? Health.up() : Health.down();
      return health.withDetails(report.details()).build();
    } catch (RuntimeException e) {
      return Health.down(e).build();
    }
  }
}
