package dev.keyhook.cli;

/** Escapes text for HTML. */
public final class Html {

  private Html() {}

  /** Returns text that is safe between tags and in quoted attributes. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
