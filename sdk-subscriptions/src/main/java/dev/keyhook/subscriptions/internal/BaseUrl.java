package dev.keyhook.subscriptions.internal;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * The base URL of an API: HTTPS, or plain HTTP on a loopback address, for the fakes of tests.
 *
 * <p>Immutable.
 */
public final class BaseUrl {

  private final HttpUrl url;

  private BaseUrl(HttpUrl url) {
    this.url = url;
  }

  /**
   * Returns the base URL.
   *
   * @throws IllegalArgumentException if it is neither HTTPS nor on a loopback address, or has user
   *     info, a query or a fragment
   */
  public static BaseUrl of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("The base URL must be an https URL with a host");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "The base URL must have no user info, no query and no fragment");
    }
    if (scheme.equals("http") && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "The base URL must be https, since credentials are sent there; http is accepted on a"
              + " loopback address only (127.0.0.1, [::1], localhost)");
    }
    HttpUrl parsed = HttpUrl.parse(uri.toString());
    if (parsed == null) {
      throw new IllegalArgumentException("The base URL cannot be read as an https URL");
    }
    return new BaseUrl(parsed);
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }

  HttpUrl with(List<String> pathSegments, Map<String, String> query) {
    HttpUrl.Builder builder = url.newBuilder();
    if (!pathSegments.isEmpty() && url.pathSegments().get(url.pathSize() - 1).isEmpty()) {
      builder.removePathSegment(url.pathSize() - 1); // the empty one after a trailing slash
    }
    pathSegments.forEach(builder::addPathSegment);
    query.forEach(builder::addQueryParameter);
    return builder.build();
  }

  /** Returns scheme, host and path. */
  @Override
  public String toString() {
    return url.toString();
  }
}
