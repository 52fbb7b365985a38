package dev.keyhook.spring;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts applications on a free port. */
final class TestApplications {

  /** Names of both versions; those that are missing are ignored. */
  private static final String WITHOUT_DATABASE =
      "spring.autoconfigure.exclude="
          + String.join(
              ",",
              "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
              "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
              "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration",
              "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration");

  static final String WITHOUT_JPA =
      "--spring.autoconfigure.exclude="
          + "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration,"
          + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration";

  private TestApplications() {}

  /** Starts a servlet application without a database. */
  static ConfigurableApplicationContext servlet(Class<?> application, String... properties) {
    return run(WebApplicationType.SERVLET, application, with(WITHOUT_DATABASE, properties));
  }

  /** Starts a servlet application with a database in PostgreSQL. */
  static ConfigurableApplicationContext servletOn(
      String database, Class<?> application, String... properties) {
    return run(
        WebApplicationType.SERVLET,
        application,
        with("spring.datasource.url=" + database, properties));
  }

  /** Starts an application without a web server and a database. */
  static ConfigurableApplicationContext noServer(Class<?> application, String... properties) {
    return run(WebApplicationType.NONE, application, with(WITHOUT_DATABASE, properties));
  }

  /** Starts an application without a web server, with a database in PostgreSQL. */
  static ConfigurableApplicationContext noServerOn(
      String database, Class<?> application, String... properties) {
    return run(
        WebApplicationType.NONE,
        application,
        with("spring.datasource.url=" + database, properties));
  }

  private static List<String> with(String first, String... others) {
    List<String> all = new ArrayList<>(List.of(others));
    all.add(0, first);
    return all;
  }

  private static ConfigurableApplicationContext run(
      WebApplicationType type, Class<?> application, List<String> properties) {
    List<String> all = new ArrayList<>(properties);
    all.addAll(
        List.of(
            "server.port=0",
            "server.address=127.0.0.1",
            "spring.main.banner-mode=off",
            "spring.jpa.open-in-view=false",
            "spring.jpa.hibernate.ddl-auto=update",
            "logging.level.root=error"));
    return new SpringApplicationBuilder(application)
        .web(type)
        .run(all.stream().map(property -> "--" + property).toArray(String[]::new));
  }

  static int port(ConfigurableApplicationContext context) {
    return Integer.parseInt(
        String.valueOf(context.getEnvironment().getProperty("local.server.port")));
  }
}
