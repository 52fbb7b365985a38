package dev.keyhook.subscriptions.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decides whether two texts are the same URL by RFC 3986 section 6.2: letter case of scheme and
 * host, the default port, an empty path, dot segments and unnecessary percent-encoding are ignored.
 * Stateless.
 */
public final class UrlIdentity {

  private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");
  private static final String UNRESERVED = "-._~";

  private UrlIdentity() {}

  /** Returns whether a URL and a vendor's text are equivalent; the text need not be a valid URL. */
  public static boolean isSame(URI url, String text) {
    try {
      return normalized(url).equals(normalized(URI.create(text.strip())));
    } catch (IllegalArgumentException e) {
      return url.toString().equals(text);
    }
  }

  private static String normalized(URI url) {
    String scheme = lowerCase(url.getScheme());
    if (url.getHost() == null) {
      return url.toString();
    }
    String path = encoding(url.normalize().getRawPath());
    return scheme
        + "://"
        + (url.getRawUserInfo() == null ? "" : encoding(url.getRawUserInfo()) + "@")
        + lowerCase(url.getHost())
        + port(scheme, url.getPort())
        + (path.isEmpty() ? "/" : path)
        + (url.getRawQuery() == null ? "" : "?" + encoding(url.getRawQuery()))
        + (url.getRawFragment() == null ? "" : "#" + encoding(url.getRawFragment()));
  }

  private static String lowerCase(String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static String port(String scheme, int port) {
    int usual = scheme.equals("https") ? 443 : 80;
    return port < 0 || port == usual ? "" : ":" + port;
  }

  /** Decodes what needs no encoding, and writes the rest with capital digits. */
  private static String encoding(String raw) {
    return ENCODED
        .matcher(raw)
        .replaceAll(
            found -> {
              char c = (char) Integer.parseInt(found.group(1), 16);
              boolean plain =
                  c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
              return plain
                  ? new String(new byte[] {(byte) c}, UTF_8)
                  : found.group().toUpperCase(Locale.ROOT);
            });
  }
}
