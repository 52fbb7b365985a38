package dev.keyhook.events.internal;

import java.util.regex.Pattern;

/** Makes texts of senders fit for a line of a log. */
public final class Printable {

  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  private Printable() {}

  /** Returns a text with {@code ?} for each control character: none can forge a line. */
  public static String of(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }
}
