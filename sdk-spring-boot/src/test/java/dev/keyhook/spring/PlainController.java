package dev.keyhook.spring;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What an application without the starter does: checks the token, and stores a row. */
@RestController
class PlainController {

  static final String TABLE =
      "CREATE TABLE plain (id text PRIMARY KEY, received timestamptz, body bytea)";

  private static final byte[] TOKEN = "Bearer an-agreed-token".getBytes(StandardCharsets.UTF_8);

  private final JsonParser json = JsonParserFactory.getJsonParser();
  private final JdbcClient jdbc;

  PlainController(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @PostMapping("/hook")
  ResponseEntity<Void> receive(
      @RequestHeader("Authorization") String token, @RequestBody byte[] body) {
    if (!MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), TOKEN)) {
      return ResponseEntity.status(401).build();
    }
    Object id = json.parseMap(new String(body, StandardCharsets.UTF_8)).get("id");
    jdbc.sql("INSERT INTO plain VALUES (?, now(), ?) ON CONFLICT DO NOTHING")
        .params(String.valueOf(id), body)
        .update();
    return ResponseEntity.noContent().build();
  }

  /** Starts an application with this controller. */
  public static void main(String[] args) {
    System.out.println(
        RecordingApplication.READY
            + TestApplications.port(SpringApplication.run(Application.class, args)));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    PlainController controller(JdbcClient jdbc) {
      return new PlainController(jdbc);
    }

    @Bean
    SecurityFilterChain open(HttpSecurity http) throws Exception {
      http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
      http.csrf(csrf -> csrf.disable());
      return http.build();
    }
  }
}
