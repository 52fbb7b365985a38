package dev.keyhook.testkit.schlagehome;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Secret;
import dev.keyhook.testkit.internal.FakeRequest;
import dev.keyhook.testkit.internal.FakeResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * The token endpoint of a fake: the grants authorization_code (RFC 6749 section 4.1, with PKCE) and
 * refresh_token (section 6). With rotation, a refresh token that is presented a second time revokes
 * all tokens (RFC 9700 section 4.14.2). Thread-safe.
 */
final class FakeTokens {

  private final String clientId = "fake-client";
  private final Secret clientSecret = random("client");
  private final Set<String> valid = new HashSet<>();
  private final Set<String> spent = new HashSet<>();
  private final Map<String, Map<String, String>> codes = new HashMap<>();
  private Secret refreshToken = random("refresh");
  private Duration life = Duration.ofHours(1);
  private boolean rotating;
  private boolean revoked;

  private static Secret random(String what) {
    return Secret.of(what + "-" + UUID.randomUUID());
  }

  String clientId() {
    return clientId;
  }

  Secret clientSecret() {
    return clientSecret;
  }

  synchronized Secret refreshToken() {
    return refreshToken;
  }

  synchronized void lifetime(Duration life) {
    this.life = life;
  }

  synchronized void rotate() {
    rotating = true;
  }

  synchronized Secret issue() {
    Secret token = random("access");
    valid.add("Bearer " + token.reveal());
    return token;
  }

  synchronized void revoke() {
    valid.clear();
  }

  synchronized boolean isRevoked() {
    return revoked;
  }

  synchronized boolean isValid(String authorization) {
    return valid.contains(authorization);
  }

  /** Simulates the user's consent: returns the URL to which the browser is redirected. */
  synchronized URI authorize(URI request) {
    Map<String, String> query = FakeRequest.pairs(String.valueOf(request.getRawQuery()));
    if (!"code".equals(query.get("response_type")) || !clientId.equals(query.get("client_id"))) {
      throw new IllegalArgumentException("Not an authorization request of this client");
    }
    String code = random("code").reveal();
    codes.put(code, query);
    return URI.create(
        query.get("redirect_uri")
            + "?state="
            + URLEncoder.encode(query.getOrDefault("state", ""), UTF_8)
            + "&code="
            + code);
  }

  synchronized FakeResponse respond(FakeRequest request) {
    Map<String, String> form = request.form();
    boolean byBody =
        clientId.equals(form.get("client_id"))
            && clientSecret.reveal().equals(form.get("client_secret"));
    if (!byBody && !request.header("Authorization").filter(basic()::equals).isPresent()) {
      return FakeResponse.of(401, Map.of("error", "invalid_client"));
    }
    return switch (form.getOrDefault("grant_type", "")) {
      case "authorization_code" -> exchange(form);
      case "refresh_token" -> refresh(form.getOrDefault("refresh_token", ""));
      default -> FakeResponse.of(400, Map.of("error", "unsupported_grant_type"));
    };
  }

  private FakeResponse exchange(Map<String, String> form) {
    Map<String, String> begun = codes.remove(form.getOrDefault("code", ""));
    if (begun == null
        || !Objects.equals(begun.get("redirect_uri"), form.get("redirect_uri"))
        || !challenge(form.getOrDefault("code_verifier", "")).equals(begun.get("code_challenge"))) {
      return invalidGrant("The code, its verifier or its redirect URL is not valid");
    }
    revoked = false;
    refreshToken = random("refresh");
    return tokens(true);
  }

  private FakeResponse refresh(String presented) {
    if (spent.contains(presented)) {
      revoked = true;
      valid.clear();
    }
    if (revoked || !refreshToken.reveal().equals(presented)) {
      return invalidGrant("Not a valid refresh token");
    }
    if (rotating) {
      spent.add(presented);
      refreshToken = random("refresh");
    }
    return tokens(rotating);
  }

  private FakeResponse tokens(boolean withRefreshToken) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("access_token", issue().reveal());
    response.put("token_type", "Bearer");
    response.put("expires_in", life.toSeconds());
    if (withRefreshToken) {
      response.put("refresh_token", refreshToken.reveal());
    }
    return FakeResponse.of(200, response);
  }

  private static FakeResponse invalidGrant(String description) {
    return FakeResponse.of(400, Map.of("error", "invalid_grant", "error_description", description));
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256", e);
    }
  }

  private String basic() {
    String pair =
        URLEncoder.encode(clientId, UTF_8) + ":" + URLEncoder.encode(clientSecret.reveal(), UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
