package dev.keyhook.examples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Records the keys that are added to locks. */
@SpringBootApplication
public class LocksApplication {

  /** Starts the application. */
  public static void main(String[] args) {
    SpringApplication.run(LocksApplication.class, args);
  }
}
