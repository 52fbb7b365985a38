package dev.keyhook.spring;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Reports the health to Spring Boot 3. */
final class ActuatorHealthIndicator implements HealthIndicator {

  private final InboxHealth inbox;

  ActuatorHealthIndicator(InboxHealth inbox) {
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
