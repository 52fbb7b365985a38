package dev.keyhook.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that the command line names; {@code -} is standard input. */
public final class Input {

  private Input() {}

  /**
   * Returns the exact bytes of a file.
   *
   * @throws CommandException if it cannot be read
   */
  public static byte[] bytes(String name) {
    if (name.equals("-")) {
      try {
        InputStream in = System.in;
        return in.readAllBytes();
      } catch (IOException e) {
        throw CommandException.failed("Cannot read standard input", e);
      }
    }
    try {
      return Files.readAllBytes(Path.of(name));
    } catch (NoSuchFileException e) {
      throw CommandException.usage("There is no file " + name);
    } catch (IOException e) {
      throw CommandException.usage("Cannot read " + name + ": " + FileProblem.of(e));
    }
  }

  /** Returns a file as text. */
  public static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }
}
