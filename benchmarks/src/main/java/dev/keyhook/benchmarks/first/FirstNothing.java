package dev.keyhook.benchmarks.first;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The baseline: a JVM that reads the body's file, and prints a part of it. */
public final class FirstNothing {

  private FirstNothing() {}

  /**
   * Runs it.
   *
   * @param args the body's file; further arguments are ignored
   */
  public static void main(String[] args) throws IOException {
    String body = new String(Files.readAllBytes(Path.of(args[0])), UTF_8);
    int name = body.indexOf("Ada Example");
    System.out.println(body.substring(name, name + 11));
  }
}
