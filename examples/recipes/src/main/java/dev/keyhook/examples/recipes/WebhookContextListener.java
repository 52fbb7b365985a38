package dev.keyhook.examples.recipes;

import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.WebhookServlet;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * Receives webhooks in a Servlet 6 container, such as Tomcat 10.1 or Jetty 12, and closes the inbox
 * when the application stops.
 */
// region servlet
public final class WebhookContextListener implements ServletContextListener {

  private final WebhookReceiver receiver;
  private final InboxWorker worker;
  private final JdbcInbox inbox;

  /** Creates a listener. {@code @WebListener} needs a subclass with a no-argument constructor. */
  public WebhookContextListener(WebhookReceiver receiver, InboxWorker worker, JdbcInbox inbox) {
    this.receiver = receiver;
    this.worker = worker;
    this.inbox = inbox;
  }

  @Override
  public void contextInitialized(ServletContextEvent event) {
    event
        .getServletContext()
        .addServlet("smartphonekey", WebhookServlet.of(receiver))
        .addMapping("/hooks/smartphonekey");
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    worker.close(); // running handlers finish
    inbox.close();
  }
}
// endregion
