package dev.keyhook.subscriptions.internal;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** The rules for a URL that a vendor delivers to. Stateless. */
public final class CallbackUrl {

  /** Everything up to the last @ of the authority, even if the text is not a valid URL. */
  private static final Pattern USER_INFO = Pattern.compile("^([^/?#]*//)[^/?#]*@");

  private CallbackUrl() {}

  /**
   * Returns the URL if a vendor can deliver to it. A query is allowed and kept as it is.
   *
   * @param mayBeHttp whether plain HTTP is allowed
   * @throws IllegalArgumentException if it is not absolute, has no host, has user info or a
   *     fragment, or is not HTTPS; the message does not repeat the URL, whose query may be a secret
   */
  public static URI require(URI url, boolean mayBeHttp) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !(mayBeHttp && scheme.equals("http"))) {
      throw new IllegalArgumentException(
          "The callback URL must begin with https://" + (mayBeHttp ? " or http://" : ""));
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("The callback URL must have a host");
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "The callback URL must have no user info and no fragment; a query is fine");
    }
    return url;
  }

  /** Returns the URL for display: without its user info and its query, which may be secrets. */
  public static String shown(URI url) {
    return shown(url.toString());
  }

  /** Returns the URL for display, see {@link #shown(URI)}. */
  public static String shown(String text) {
    String shown = USER_INFO.matcher(text).replaceFirst("$1***@");
    int query = shown.indexOf('?');
    return query < 0 ? shown : shown.substring(0, query) + "?***";
  }
}
