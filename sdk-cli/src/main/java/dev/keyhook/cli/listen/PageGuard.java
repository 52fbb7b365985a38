package dev.keyhook.cli.listen;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may use the page: programs on this machine that use this machine's name, and with
 * {@code --allow-remote} holders of the page token.
 *
 * <p>Other sites cannot use it: the Host header is checked against DNS rebinding, the Origin header
 * against cross-site requests. Requests through a proxy or tunnel are refused, because these are
 * for the endpoints only.
 */
final class PageGuard {

  /** The cookie that holds the page token. */
  static final String COOKIE = "keyhook_page";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

  private final int port;
  private final Set<String> hosts;
  private final byte @Nullable [] token;

  private PageGuard(int port, Set<String> hosts, byte @Nullable [] token) {
    this.port = port;
    this.hosts = hosts;
    this.token = token;
  }

  /** Returns a guard for a page that only this machine can reach. */
  static PageGuard loopback(int port) {
    return new PageGuard(port, LOOPBACK, null);
  }

  /**
   * Returns a guard for a page that other machines can reach.
   *
   * @param address what the server listens at
   * @param name how the user wrote it
   */
  static PageGuard remote(int port, InetAddress address, String name, String token) {
    Set<String> hosts =
        address.isAnyLocalAddress()
            ? Set.of()
            : Set.of(name.toLowerCase(Locale.ROOT), bracketed(address));
    return new PageGuard(port, hosts, token.getBytes(StandardCharsets.UTF_8));
  }

  private static String bracketed(InetAddress address) {
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }

  /** Returns why a request is refused; null if it is allowed. */
  @Nullable String refusal(String method, Headers headers) {
    if (FORWARDED.stream().anyMatch(headers::containsKey)) {
      return "The page is not available through a proxy or tunnel.";
    } else if (!isOurHost(headers)) {
      return "This Host is not the page's.";
    }
    String site = headers.getFirst("Sec-Fetch-Site");
    boolean isWrite = !method.equals("GET") && !method.equals("HEAD");
    boolean isFromElsewhere =
        site != null && !site.equals("same-origin") && (isWrite || !site.equals("none"));
    if (isFromElsewhere && !isNavigation(headers, isWrite)) {
      return "The request comes from another site.";
    } else if (isWrite && !isOurOrigin(headers)) {
      return "The request comes from another origin.";
    }
    return null;
  }

  /** Following a link to the page is harmless; reading it from a script elsewhere is not. */
  private static boolean isNavigation(Headers headers, boolean isWrite) {
    return !isWrite
        && "navigate".equals(headers.getFirst("Sec-Fetch-Mode"))
        && "document".equals(headers.getFirst("Sec-Fetch-Dest"));
  }

  private boolean isOurHost(Headers headers) {
    List<String> values = headers.getOrDefault("Host", List.of());
    if (values.size() != 1) {
      return false;
    }
    String host = values.get(0).toLowerCase(Locale.ROOT);
    String suffix = ":" + port;
    if (!host.endsWith(suffix)) {
      return false;
    }
    String name = host.substring(0, host.length() - suffix.length());
    // Bound to all addresses, names are refused: DNS rebinding would use one.
    return hosts.isEmpty() ? isAddress(name) || LOOPBACK.contains(name) : hosts.contains(name);
  }

  private static boolean isAddress(String name) {
    return name.matches("[0-9.]+|\\[[0-9a-f:.]+]");
  }

  private boolean isOurOrigin(Headers headers) {
    String origin = headers.getFirst("Origin");
    String host = headers.getFirst("Host");
    return origin != null && origin.equalsIgnoreCase("http://" + host);
  }

  /** Returns whether a text is the page token. */
  boolean isToken(@Nullable String text) {
    return token != null
        && text != null
        && MessageDigest.isEqual(token, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns whether a request has the cookie, or needs none. */
  boolean isSignedIn(Headers headers) {
    if (token == null) {
      return true;
    }
    for (String header : headers.getOrDefault("Cookie", List.of())) {
      for (String cookie : header.split(";", -1)) {
        String[] parts = cookie.strip().split("=", 2);
        if (parts.length == 2 && parts[0].equals(COOKIE) && isToken(parts[1])) {
          return true;
        }
      }
    }
    return false;
  }
}
