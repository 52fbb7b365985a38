package dev.keyhook.cli.listen;

import dev.keyhook.Event;
import dev.keyhook.MissingFieldException;
import dev.keyhook.cli.CommandException;
import dev.keyhook.cli.FileProblem;
import dev.keyhook.routing.EventContext;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Appends a line for each handled event, before the event is recorded as handled: endpoint, id,
 * type, subject and attempt, divided by tabs.
 */
final class HandledLog implements AutoCloseable {

  private final OutputStream out;

  private HandledLog(OutputStream out) {
    this.out = out;
  }

  static HandledLog of(Path file) {
    try {
      return new HandledLog(new FileOutputStream(file.toFile(), true));
    } catch (IOException e) {
      throw CommandException.usage("Cannot write the log " + file + ": " + FileProblem.of(e));
    }
  }

  /** Appends a line. When this returns, it survives the end of this process. */
  void add(Event<?> event, EventContext context) {
    String line =
        String.join(
                "\t",
                column(context.endpoint()),
                column(id(event)),
                column(event.type()),
                column(event.subject().orElse("")),
                Integer.toString(context.attempt()))
            + "\n";
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      try {
        out.write(bytes);
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write the log of handled events", e);
      }
    }
  }

  private static String id(Event<?> event) {
    try {
      return event.id();
    } catch (MissingFieldException e) {
      return "";
    }
  }

  /** Returns text without the characters that divide columns and lines. */
  private static String column(String text) {
    return text.replaceAll("[\\t\\r\\n]", " ");
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
