package dev.keyhook.testkit.schlagehome;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.Secret;
import dev.keyhook.testkit.internal.FakeAnswer;
import dev.keyhook.testkit.internal.FakeRequest;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The token endpoint of a fake: the refresh-token grant (RFC 6749 section 6). Thread-safe. */
final class FakeTokens {

  private final String clientId = "fake-client";
  private final Secret clientSecret = random("client");
  private final Set<String> valid = new HashSet<>();
  private Secret refreshToken = random("refresh");
  private Duration life = Duration.ofHours(1);
  private boolean rotating;

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

  synchronized boolean isValid(String authorization) {
    return valid.contains(authorization);
  }

  synchronized FakeAnswer answer(FakeRequest request) {
    Map<String, String> form = request.form();
    boolean byBody =
        clientId.equals(form.get("client_id"))
            && clientSecret.reveal().equals(form.get("client_secret"));
    if (!byBody && !request.header("Authorization").filter(basic()::equals).isPresent()) {
      return FakeAnswer.of(401, Map.of("error", "invalid_client"));
    }
    if (!"refresh_token".equals(form.get("grant_type"))) {
      return FakeAnswer.of(400, Map.of("error", "unsupported_grant_type"));
    }
    if (!refreshToken.reveal().equals(form.get("refresh_token"))) {
      return FakeAnswer.of(
          400, Map.of("error", "invalid_grant", "error_description", "Not a valid refresh token"));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", issue().reveal());
    answer.put("token_type", "Bearer");
    answer.put("expires_in", life.toSeconds());
    if (rotating) {
      refreshToken = random("refresh");
      answer.put("refresh_token", refreshToken.reveal());
    }
    return FakeAnswer.of(200, answer);
  }

  private String basic() {
    String pair =
        URLEncoder.encode(clientId, UTF_8) + ":" + URLEncoder.encode(clientSecret.reveal(), UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
