package dev.keyhook.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keyhook.events.smartphonekey.SmartphoneKeyEvents;
import dev.keyhook.inbox.InboxWorker;
import dev.keyhook.inbox.JdbcInbox;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import dev.keyhook.webhooks.WebhookReceiver;
import dev.keyhook.webhooks.smartphonekey.SmartphoneKeyWebhooks;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.SimpleInstanceManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookContextListenerTest {

  @TempDir private Path folder;
  private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

  @Test
  void storesHandlesAndClosesWithTheApplication() throws Exception {
    SmartphoneKeyDeliveries sender = SmartphoneKeyDeliveries.withNewBearerToken();
    Path file = folder.resolve("keyhook.db");
    JdbcInbox inbox = JdbcInbox.file(file);
    WebhookReceiver receiver =
        SmartphoneKeyWebhooks.receiver(sender.verifier()).inbox(inbox).build();
    InboxWorker worker =
        InboxWorker.of(inbox)
            .handle(
                SmartphoneKeyEvents.router().otherwise(event -> handled.add(event.type())).build())
            .start();
    Tomcat tomcat = tomcat(new WebhookContextListener(receiver, worker, inbox));
    try {
      URI hook =
          URI.create(
              "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/hooks/smartphonekey");
      HttpSender http = HttpSender.to(hook);

      assertThat(http.send(sender.deliver(SmartphoneKeySamples.keyAdded())).status())
          .isEqualTo(204);
      assertThat(http.send(sender.unauthenticated(SmartphoneKeySamples.keyAdded())).status())
          .isEqualTo(401);
      assertThat(handled.poll(60, TimeUnit.SECONDS)).isEqualTo("KeyAdded");
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
    // One process at a time owns the file: it opens again only after close().
    assertThatCode(() -> JdbcInbox.file(file).close()).doesNotThrowAnyException();
  }

  private Tomcat tomcat(WebhookContextListener listener) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setSilent(true);
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    StandardContext context = (StandardContext) tomcat.addContext("", null);
    // Their leak detection needs access to JDK internals.
    context.setClearReferencesThreadLocals(false);
    // Only a listener that the container creates by class name may add servlets.
    context.addApplicationListener(WebhookContextListener.class.getName());
    context.setInstanceManager(
        new SimpleInstanceManager() {
          @Override
          public Object newInstance(String name, ClassLoader loader) {
            return listener;
          }

          @Override
          public Object newInstance(String name) {
            return listener;
          }
        });
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.start();
    return tomcat;
  }
}
