package dev.keyhook.cli.inbox;

import dev.keyhook.cli.CommandException;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.Interactive;
import dev.keyhook.cli.Json;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.Text;
import java.util.function.LongSupplier;
import picocli.CommandLine.Option;

/** Options that confirm an action on events. */
final class ActionOptions {

  @Option(names = "--dry-run", description = "Only count the events.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  /**
   * Counts the events, asks for confirmation, and runs the action.
   *
   * @param verb what is done, such as {@code retry}
   * @param done the same after "will be" or "would be"
   */
  int run(Output output, String verb, String done, long count, LongSupplier action) {
    if (dryRun || count == 0) {
      report(output, "would be " + done, count, dryRun);
      return ExitCode.OK;
    }
    if (!yes && !isConfirmed(verb, count)) {
      throw CommandException.failed("Nothing was done", null);
    }
    report(
        output,
        (verb.equals("retry") || verb.equals("replay") ? "will be " : "") + done,
        action.getAsLong(),
        false);
    return ExitCode.OK;
  }

  private static boolean isConfirmed(String verb, long count) {
    String events = Text.count(count, "event");
    if (!Interactive.isPresent()) {
      throw CommandException.usage(events + " to " + verb + ": confirm with --yes");
    }
    return Interactive.confirms(verb + " " + events + "?");
  }

  private static void report(Output output, String done, long count, boolean isDryRun) {
    if (output.isJson()) {
      output.json(Json.object().put("count", count).put("dryRun", isDryRun));
    } else {
      output.line(Text.count(count, "event") + " " + done + ".");
    }
  }
}
