package dev.keyhook.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Describes why a file cannot be read or written, without its name. */
public final class FileProblem {

  private FileProblem() {}

  /** Returns the reason of a failure, for the end of an error message. */
  public static String of(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    } else if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message = String.valueOf(failure.getMessage());
    // The message of FileOutputStream: NAME (REASON)
    return failure instanceof FileNotFoundException
        ? message.replaceFirst("(?s).*\\((.*)\\)$", "$1")
        : message;
  }
}
