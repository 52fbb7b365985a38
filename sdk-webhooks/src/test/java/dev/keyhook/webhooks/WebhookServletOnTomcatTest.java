package dev.keyhook.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servlet in embedded Tomcat; the build runs this with Tomcat 10.1 and with Tomcat 11. */
@Tag("tomcat")
class WebhookServletOnTomcatTest extends ServletContract {

  @TempDir private Path folder;
  private final Tomcat tomcat = new Tomcat();

  @Override
  int start(WebhookReceiver receiver, Duration readTimeout) throws Exception {
    tomcat.setSilent(true);
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    StandardContext context = (StandardContext) tomcat.addContext("", null);
    // Their leak detection needs access to JDK internals.
    context.setClearReferencesThreadLocals(false);
    Tomcat.addServlet(context, "hook", WebhookServlet.of(receiver));
    context.addServletMappingDecoded("/hook", "hook");
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("connectionTimeout", "" + readTimeout.toMillis());
    tomcat.start();
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  void stop() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }

  @Override
  int largestDrained() {
    // Tomcat reads at most 2 MiB (maxSwallowSize) after the response.
    return 1 << 20;
  }

  @Test
  void runsOnTheConfiguredVersionOfTomcat() throws Exception {
    start(smartphoneKey(), Duration.ofSeconds(20));

    assertThat(ServerInfo.getServerNumber()).startsWith(System.getProperty("keyhook.tomcat"));
  }
}
