package dev.keyhook.spring;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Registers the filter before all others: {@code PriorityOrdered} comes before the filters that
 * also have the highest precedence.
 */
final class WebhookFilterRegistration extends FilterRegistrationBean<WebhookFilter>
    implements PriorityOrdered {

  WebhookFilterRegistration(WebhookFilter filter) {
    super(filter);
    setName("keyhookWebhookFilter");
    setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
    setOrder(Ordered.HIGHEST_PRECEDENCE);
    setAsyncSupported(true); // for requests to other paths
  }
}
