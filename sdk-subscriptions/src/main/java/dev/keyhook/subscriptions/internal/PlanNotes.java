package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.PlanStep;
import dev.keyhook.subscriptions.PlanWarning;
import dev.keyhook.subscriptions.PlanWarning.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collects the warnings of a plan, and prints plans. Not thread-safe. */
public final class PlanNotes {

  private final List<PlanWarning> warnings = new ArrayList<>();

  /** Adds a warning if there is a reason. */
  public PlanNotes warn(Kind kind, Stream<String> subjects, String explanation) {
    SortedSet<String> sorted = new TreeSet<>(subjects.toList());
    if (!sorted.isEmpty()) {
      warnings.add(PlanWarning.of(kind, sorted, explanation));
    }
    return this;
  }

  /** Returns the warnings in the order in which they were added. */
  public List<PlanWarning> warnings() {
    return List.copyOf(warnings);
  }

  /** Returns a plan as lines of text, the URL without its query. */
  public static String text(
      String title, URI url, List<PlanStep> steps, List<PlanWarning> warnings) {
    StringBuilder text = new StringBuilder(title).append(CallbackUrl.shown(url)).append(":");
    if (steps.isEmpty()) {
      text.append(" nothing to do");
    }
    steps.forEach(step -> text.append("\n  ").append(step));
    warnings.forEach(warning -> text.append("\n  warning: ").append(warning));
    return text.toString();
  }
}
