package dev.keyhook.webhooks;

import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

class WebhookServletOnJettyTest extends ServletContract {

  private final Server server = new Server();

  @Override
  int start(WebhookReceiver receiver, Duration readTimeout) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(readTimeout.toMillis());
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder(WebhookServlet.of(receiver)), "/hook");
    server.setHandler(context);
    server.start();
    return connector.getLocalPort();
  }

  @Override
  void stop() throws Exception {
    server.stop();
  }

  @Override
  int largestDrained() {
    return 1 << 20;
  }
}
