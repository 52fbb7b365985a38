package dev.keyhook.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhook.Secret;
import dev.keyhook.testkit.HttpSender;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeyDeliveries;
import dev.keyhook.testkit.smartphonekey.SmartphoneKeySamples;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

/** The application runs with the code that Spring generates ahead of time. */
class AheadOfTimeTest {

  @Test
  void storesAndHandlesWithGeneratedBeanDefinitions(@TempDir Path folder) throws Exception {
    String database = Postgres.newDatabase();
    Postgres.execute(database, RecordingApplication.TABLE);
    String[] arguments = RecordingApplication.arguments(database);
    Path sources = folder.resolve("sources");
    Path classes = folder.resolve("classes");
    processAheadOfTime(sources, classes, arguments);
    compile(sources, classes);
    assertThat(
            classes.resolve("dev/keyhook/spring/KeyhookAutoConfiguration__BeanDefinitions.class"))
        .exists();

    try (ChildApplication application =
        ChildApplication.start(
            RecordingApplication.class, List.of("-Dspring.aot.enabled=true"), classes, arguments)) {
      SmartphoneKeyDeliveries sender =
          SmartphoneKeyDeliveries.withBearerToken(Secret.of("an-agreed-token"));
      HttpSender http =
          HttpSender.to(URI.create("http://127.0.0.1:" + application.port() + "/hook"));

      assertThat(http.send(sender.deliver(SmartphoneKeySamples.keyAdded())).status())
          .isEqualTo(204);
      Postgres.awaitCount(database, "SELECT count(*) FROM handled", 1);
    }
  }

  private static void processAheadOfTime(Path sources, Path classes, String... arguments) {
    Settings settings =
        Settings.builder()
            .sourceOutput(sources)
            .resourceOutput(classes)
            .classOutput(classes)
            .groupId("dev.keyhook")
            .artifactId("test")
            .build();
    new SpringApplicationAotProcessor(RecordingApplication.class, settings, arguments).process();
  }

  private static void compile(Path sources, Path classes) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, UTF_8);
        Stream<Path> found = Files.walk(sources)) {
      List<Path> java = found.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> options =
          List.of(
              "-proc:none",
              "-cp",
              classes
                  + System.getProperty("path.separator")
                  + System.getProperty("java.class.path"),
              "-d",
              classes.toString());
      boolean isCompiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
              .call();
      assertThat(isCompiled).as("%s", messages).isTrue();
    }
  }
}
