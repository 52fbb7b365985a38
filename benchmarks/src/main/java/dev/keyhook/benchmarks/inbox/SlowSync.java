package dev.keyhook.benchmarks.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A library for LD_PRELOAD that adds 2 ms to each fsync, to simulate a cloud disk. */
final class SlowSync {

  private static final String MICROS = "KEYHOOK_SLOWSYNC_MICROS";

  private SlowSync() {}

  /**
   * Compiles the library with gcc. Returns the environment variables that load it, or empty if that
   * fails.
   */
  static Optional<Map<String, String>> environment(Path folder)
      throws IOException, InterruptedException {
    Path source = folder.resolve("slowsync.c");
    Path library = folder.resolve("slowsync.so");
    try (InputStream in = SlowSync.class.getResourceAsStream("/slowsync.c")) {
      Files.copy(in, source);
    }
    try {
      Process gcc =
          new ProcessBuilder(
                  "gcc",
                  "-shared",
                  "-fPIC",
                  "-O2",
                  "-o",
                  library.toString(),
                  source.toString(),
                  "-ldl")
              .inheritIO()
              .start();
      if (gcc.waitFor() != 0) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty(); // no gcc
    }
    return Optional.of(Map.of("LD_PRELOAD", library.toString(), MICROS, "2000"));
  }

  /** Returns whether this process has that environment. */
  static boolean isOn() {
    return System.getenv(MICROS) != null;
  }
}
