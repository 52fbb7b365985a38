package dev.keyhook.inbox;

import java.io.IOException;
import java.nio.file.Path;

/** A process that opens a SQLite file and exits at once. */
final class SecondOwner {

  static final int REFUSED = 3;

  private SecondOwner() {}

  public static void main(String[] args) {
    try {
      JdbcInbox.file(Path.of(args[0])).close();
    } catch (IllegalStateException e) {
      System.exit(REFUSED);
    }
  }

  /** Runs it; returns its exit code. */
  static int run(Path file) throws IOException, InterruptedException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            SecondOwner.class.getName(),
            file.toString())
        .inheritIO()
        .start()
        .waitFor();
  }
}
