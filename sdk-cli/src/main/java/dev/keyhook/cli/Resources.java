package dev.keyhook.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads files of this jar. */
public final class Resources {

  private Resources() {}

  /** Returns a file below this package, such as {@code page/inspector.js}. */
  public static Optional<byte[]> find(String path) {
    try (InputStream in = Resources.class.getResourceAsStream(path)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a text file below this package. */
  public static String text(String path) {
    return find(path)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(() -> new IllegalStateException("The jar has no " + path));
  }
}
