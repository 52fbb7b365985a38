package dev.keyhook.webhooks;

import java.nio.file.Path;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.io.TempDir;

class WebhookServletTest extends ServerAdapterContract {

  @TempDir private Path folder;
  private final Tomcat tomcat = new Tomcat();

  @Override
  int start(WebhookReceiver receiver) throws Exception {
    tomcat.setSilent(true);
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    StandardContext context = (StandardContext) tomcat.addContext("", null);
    // These look for leaks of applications that are stopped, where the JDK lets nobody look.
    context.setClearReferencesObjectStreamClassCaches(false);
    context.setClearReferencesRmiTargets(false);
    context.setClearReferencesThreadLocals(false);
    Tomcat.addServlet(context, "hook", WebhookServlet.of(receiver));
    context.addServletMappingDecoded("/hook", "hook");
    tomcat.getConnector().setProperty("address", "127.0.0.1");
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
    // Tomcat reads at most 2 MiB (maxSwallowSize) after the answer.
    return 1 << 20;
  }
}
