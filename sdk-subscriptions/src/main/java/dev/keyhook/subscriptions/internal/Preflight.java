package dev.keyhook.subscriptions.internal;

import static dev.keyhook.subscriptions.PreflightFinding.Check.ADDRESS;
import static dev.keyhook.subscriptions.PreflightFinding.Check.CERTIFICATE;
import static dev.keyhook.subscriptions.PreflightFinding.Check.HEADER;
import static dev.keyhook.subscriptions.PreflightFinding.Check.RESPONSE;
import static dev.keyhook.subscriptions.PreflightFinding.Check.URL;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.DOUBTFUL;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.FAILED;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.PASSED;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.SKIPPED;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.PreflightFinding;
import dev.keyhook.subscriptions.PreflightFinding.Check;
import dev.keyhook.subscriptions.PreflightFinding.Outcome;
import dev.keyhook.subscriptions.PreflightOptions;
import dev.keyhook.subscriptions.PreflightReport;
import dev.keyhook.subscriptions.TransportException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Checks a callback URL as a vendor will; problems are findings, never exceptions. The host is
 * resolved once, and requests go to these addresses only. Not thread-safe.
 */
public final class Preflight {

  private static final Duration EXPIRES_SOON = Duration.ofDays(14);

  private final HttpApi api;
  private final Probe probe;
  private final PreflightOptions options;
  private final List<PreflightFinding> findings = new ArrayList<>();

  private Preflight(HttpApi api, Probe probe, PreflightOptions options) {
    this.api = api;
    this.probe = probe;
    this.options = options;
  }

  /**
   * The vendor's first request, and the required response.
   *
   * @param method the HTTP method
   * @param json the body, null for none
   * @param limit how long the vendor waits
   */
  public record Probe(String method, @Nullable String json, Duration limit) {}

  /** Runs all checks. */
  public static PreflightReport check(HttpApi api, URI url, Probe probe, PreflightOptions options) {
    api.requireOpen();
    return new Preflight(api, probe, options).check(url);
  }

  private PreflightReport check(URI url) {
    String host = url.getHost();
    HttpUrl target = HttpUrl.parse(url.toString());
    if (host == null || target == null) {
      found(URL, FAILED, "it is no https URL with a host");
      skip(ADDRESS, CERTIFICATE, RESPONSE);
      return PreflightReport.of(findings);
    }
    if (url.getRawUserInfo() != null) {
      found(URL, FAILED, "it has user info; no vendor delivers to such a URL");
      skip(ADDRESS, CERTIFICATE, RESPONSE);
      return PreflightReport.of(findings);
    }
    checkForm(url);
    List<InetAddress> addresses = checkAddress(host);
    if (addresses.isEmpty()) {
      skip(CERTIFICATE, RESPONSE);
    } else if (!hasUsableHeader()) {
      skip(CERTIFICATE, RESPONSE);
    } else if (!target.isHttps()
        && options.secret().isPresent()
        && !addresses.stream().allMatch(InetAddress::isLoopbackAddress)) {
      found(CERTIFICATE, SKIPPED, "there is none without TLS");
      found(RESPONSE, SKIPPED, "a secret is not sent without TLS");
    } else {
      ask(target, addresses);
    }
    return PreflightReport.of(findings);
  }

  private void checkForm(URI url) {
    try {
      CallbackUrl.require(url, false);
      found(URL, PASSED, "https, with a host");
    } catch (IllegalArgumentException e) {
      found(URL, FAILED, String.valueOf(e.getMessage()));
    }
  }

  /** Returns the addresses to which a request may be sent. */
  private List<InetAddress> checkAddress(String host) {
    try {
      String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      List<InetAddress> addresses = api.wire().resolve(name, limit());
      List<String> hidden =
          addresses.stream()
              .filter(address -> !PublicAddress.is(address))
              .map(InetAddress::getHostAddress)
              .toList();
      if (hidden.isEmpty()) {
        found(ADDRESS, PASSED, addresses.size() + " public addresses");
        return addresses;
      }
      boolean allowed = options.allows(host);
      found(
          ADDRESS,
          FAILED,
          host
              + " has addresses that the vendor cannot reach: "
              + String.join(", ", hidden)
              + (allowed ? "" : "; no request is sent unless PreflightOptions allow this host"));
      return allowed ? addresses : List.of();
    } catch (Failure e) {
      found(ADDRESS, FAILED, "no address for " + host + ": " + e.explanation());
      return List.of();
    }
  }

  private boolean hasUsableHeader() {
    if (options.header().filter(name -> !Credentials.isHeaderName(name)).isPresent()) {
      found(HEADER, FAILED, "it is not the name of a header (RFC 9110 section 5.6.2)");
      return false;
    }
    if (options.secret().filter(secret -> !Credentials.isSendable(secret.reveal())).isPresent()) {
      found(HEADER, FAILED, "the secret has a character that a header cannot carry");
      return false;
    }
    return true;
  }

  private void ask(HttpUrl target, List<InetAddress> addresses) {
    Request.Builder request =
        new Request.Builder()
            .url(target)
            .header("User-Agent", UserAgent.TEXT)
            .method(
                probe.method(),
                probe.json() == null
                    ? null
                    : Wire.body(probe.json().getBytes(UTF_8), "application/json"));
    options
        .header()
        .ifPresent(name -> request.header(name, value(name, options.secret().orElseThrow())));
    try {
      HttpResponse response = api.wire().sendTo(addresses, request.build(), limit());
      judgeCertificate(response.certificateExpiry());
      judgeResponse(response.status());
    } catch (Failure e) {
      if (e.reason() == Reason.INSECURE) {
        found(CERTIFICATE, FAILED, e.explanation() + detail(e));
        skip(RESPONSE);
      } else {
        found(CERTIFICATE, SKIPPED, "no response arrived");
        found(RESPONSE, FAILED, e.explanation() + " (" + e.reason() + ")");
      }
    }
  }

  private static String value(String header, Secret secret) {
    return (header.equalsIgnoreCase("Authorization") ? "Bearer " : "") + secret.reveal();
  }

  private static String detail(Failure failure) {
    Throwable deepest = failure;
    for (int i = 0; i < 16 && deepest.getCause() != null; i++) {
      deepest = deepest.getCause();
    }
    return deepest == failure ? "" : " (" + deepest.getMessage() + ")";
  }

  private void judgeCertificate(@Nullable Instant expiry) {
    if (expiry == null) {
      found(CERTIFICATE, SKIPPED, "there is none without TLS");
    } else if (expiry.isBefore(api.settings().clock().instant().plus(EXPIRES_SOON))) {
      found(CERTIFICATE, DOUBTFUL, "it is trusted, but expires at " + expiry);
    } else {
      found(CERTIFICATE, PASSED, "trusted until " + expiry);
    }
  }

  private void judgeResponse(int status) {
    if (status >= 200 && status < 300) {
      found(RESPONSE, PASSED, "the response to " + probe.method() + " has status " + status);
    } else if ((status == 401 || status == 403) && !probe.method().equals("OPTIONS")) {
      found(
          RESPONSE,
          DOUBTFUL,
          options.secret().isEmpty()
              ? "it refuses a request without a secret, which is right if the vendor sends one;"
                  + " set it in PreflightOptions to check further"
              : "it refuses this secret with " + status);
    } else if (status >= 300 && status < 400) {
      found(RESPONSE, FAILED, "it redirects (" + status + "); give the URL where it leads to");
    } else {
      found(
          RESPONSE,
          FAILED,
          "the response to " + probe.method() + " has status " + status + ", not 2xx");
    }
  }

  private Duration limit() {
    Duration patience = api.settings().timeout();
    return patience.compareTo(probe.limit()) < 0 ? patience : probe.limit();
  }

  private void skip(Check... checks) {
    for (Check check : checks) {
      found(check, SKIPPED, "another check failed before");
    }
  }

  private void found(Check check, Outcome outcome, String explanation) {
    findings.add(PreflightFinding.of(check, outcome, explanation));
  }
}
