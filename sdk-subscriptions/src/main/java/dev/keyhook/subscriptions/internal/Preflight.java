package dev.keyhook.subscriptions.internal;

import static dev.keyhook.subscriptions.PreflightFinding.Check.ADDRESS;
import static dev.keyhook.subscriptions.PreflightFinding.Check.ANSWER;
import static dev.keyhook.subscriptions.PreflightFinding.Check.CERTIFICATE;
import static dev.keyhook.subscriptions.PreflightFinding.Check.URL;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.DOUBTFUL;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.FAILED;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.PASSED;
import static dev.keyhook.subscriptions.PreflightFinding.Outcome.SKIPPED;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.subscriptions.PreflightFinding;
import dev.keyhook.subscriptions.PreflightFinding.Check;
import dev.keyhook.subscriptions.PreflightFinding.Outcome;
import dev.keyhook.subscriptions.PreflightReport;
import dev.keyhook.subscriptions.TransportException.Reason;
import dev.keyhook.subscriptions.internal.Credentials.Header;
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
 * Looks at a callback URL as a vendor will, and never throws for what it finds. Not thread-safe.
 */
public final class Preflight {

  private static final Duration EXPIRES_SOON = Duration.ofDays(14);

  private final HttpApi api;
  private final Probe probe;
  private final List<PreflightFinding> findings = new ArrayList<>();

  private Preflight(HttpApi api, Probe probe) {
    this.api = api;
    this.probe = probe;
  }

  /**
   * What a vendor sends first, and what must come back.
   *
   * @param method the HTTP method
   * @param json the body, null for none
   * @param headers what proves the vendor to the receiver
   * @param limit how long the vendor waits
   */
  public record Probe(String method, @Nullable String json, List<Header> headers, Duration limit) {}

  /** Makes all checks. */
  public static PreflightReport check(HttpApi api, URI url, Probe probe) {
    api.requireOpen();
    return new Preflight(api, probe).check(url);
  }

  private PreflightReport check(URI url) {
    String host = url.getHost();
    HttpUrl target = HttpUrl.parse(url.toString());
    if (host == null || target == null) {
      found(URL, FAILED, "it is no https URL with a host");
      skip(ADDRESS, CERTIFICATE, ANSWER);
      return PreflightReport.of(findings);
    }
    checkForm(url);
    List<InetAddress> addresses = checkAddress(host);
    boolean isSecret = !probe.headers().isEmpty();
    if (addresses.isEmpty()) {
      skip(CERTIFICATE, ANSWER);
    } else if (!target.isHttps()
        && isSecret
        && !addresses.stream().allMatch(InetAddress::isLoopbackAddress)) {
      found(CERTIFICATE, SKIPPED, "there is none without TLS");
      found(ANSWER, SKIPPED, "a secret is not sent without TLS");
    } else {
      ask(target);
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
      } else {
        found(
            ADDRESS,
            FAILED,
            host + " has addresses that the vendor cannot reach: " + String.join(", ", hidden));
      }
      return addresses;
    } catch (Wire.Failure e) {
      found(ADDRESS, FAILED, "no address for " + host + ": " + e.explanation());
      return List.of();
    }
  }

  private void ask(HttpUrl target) {
    Request.Builder request =
        new Request.Builder()
            .url(target)
            .header("User-Agent", UserAgent.TEXT)
            .method(
                probe.method(),
                probe.json() == null
                    ? null
                    : Wire.body(probe.json().getBytes(UTF_8), "application/json"));
    probe.headers().forEach(header -> request.header(header.name(), header.value()));
    try {
      Wire.Answer answer = api.wire().sendPatiently(request.build(), limit());
      judgeCertificate(answer.certificateExpiry());
      judgeAnswer(answer.status());
    } catch (Wire.Failure e) {
      if (e.reason() == Reason.INSECURE) {
        found(CERTIFICATE, FAILED, e.explanation() + detail(e));
        skip(ANSWER);
      } else {
        found(CERTIFICATE, SKIPPED, "no answer came");
        found(ANSWER, FAILED, e.explanation() + " (" + e.reason() + ")");
      }
    }
  }

  private static String detail(Wire.Failure failure) {
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

  private void judgeAnswer(int status) {
    if (status >= 200 && status < 300) {
      found(ANSWER, PASSED, probe.method() + " was answered with " + status);
    } else if ((status == 401 || status == 403) && !probe.method().equals("OPTIONS")) {
      found(
          ANSWER,
          DOUBTFUL,
          probe.headers().isEmpty()
              ? "it refuses a request without a secret, which is right if the vendor sends one;"
                  + " give the secret to look further"
              : "it refuses this secret with " + status);
    } else if (status >= 300 && status < 400) {
      found(ANSWER, FAILED, "it redirects (" + status + "); give the URL where it leads to");
    } else {
      found(ANSWER, FAILED, probe.method() + " was answered with " + status + ", not with 2xx");
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
