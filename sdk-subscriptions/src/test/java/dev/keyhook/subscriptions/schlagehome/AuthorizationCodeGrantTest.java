package dev.keyhook.subscriptions.schlagehome;

import static dev.keyhook.subscriptions.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.ApiServer;
import dev.keyhook.subscriptions.FakeTime;
import dev.keyhook.subscriptions.TransportException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationCodeGrantTest {

  private static final String REDIRECT = "https://app.example.com/linked?tenant=7";
  // RFC 7636 appendix B.
  private static final Secret VERIFIER = Secret.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

  private final FakeTime time = new FakeTime();
  private ApiServer server;
  private AuthorizationCodeGrant grant;

  @BeforeEach
  void start() throws IOException {
    server = ApiServer.start();
    grant = grant("https://account.example.com/authorize?ui=web", REDIRECT).build();
  }

  @AfterEach
  void stop() {
    grant.close();
    server.close();
  }

  private AuthorizationCodeGrant.Builder grant(String authorizationUrl, String redirectUrl) {
    return AuthorizationCodeGrant.builder()
        .client(
            OAuthClient.builder()
                .tokenUrl(server.url())
                .authorizationUrl(URI.create(authorizationUrl))
                .clientId("client")
                .clientSecret(() -> Secret.of("client secret"))
                .build())
        .redirectUrl(URI.create(redirectUrl))
        .transport(time.settings().build());
  }

  private static URI back(AuthorizationRequest request, String more) {
    return URI.create("/linked?tenant=7&state=" + request.state().reveal() + more);
  }

  @Test
  void beginsWithAnUnguessableStateAndChallenge() {
    Set<String> different = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      AuthorizationRequest request = grant.begin();

      String url = request.url().toString();
      assertThat(url)
          .startsWith("https://account.example.com/authorize?ui=web&response_type=code&");
      assertThat(url)
          .contains("&redirect_uri=https%3A%2F%2Fapp.example.com%2Flinked%3Ftenant%3D7&")
          .contains("&code_challenge_method=S256")
          .contains("&state=" + request.state().reveal())
          .containsPattern(Pattern.compile("&code_challenge=[A-Za-z0-9_-]{43}(&|$)"))
          .doesNotContain(request.codeVerifier().reveal(), "client secret");
      assertThat(request.codeVerifier().reveal()).matches("[A-Za-z0-9_-]{43,128}");
      different.add(request.state().reveal());
      different.add(request.codeVerifier().reveal());
    }
    assertThat(different).hasSize(4);
  }

  @Test
  void exchangesTheCodeForTokens() {
    AuthorizationRequest request = grant.begin();
    server.then(
        json(200, "{\"access_token\":\"a1\",\"refresh_token\":\"r1\",\"expires_in\":3600}"));

    TokenState tokens = grant.finish(request, back(request, "&code=c%2F1"));

    assertThat(tokens.refreshToken()).isEqualTo(Secret.of("r1"));
    assertThat(tokens.accessToken()).contains(Secret.of("a1"));
    assertThat(tokens.renewAt()).contains(time.instant().plus(Duration.ofMinutes(59)));
    assertThat(server.received().get(0).body())
        .isEqualTo(
            "grant_type=authorization_code&code=c%2F1"
                + "&redirect_uri=https%3A%2F%2Fapp.example.com%2Flinked%3Ftenant%3D7&code_verifier="
                + request.codeVerifier().reveal());
  }

  /** An attacker who makes a user open the redirect URL with the attacker's own code. */
  @ParameterizedTest
  @ValueSource(
      strings = {"?code=c", "?code=c&state=", "?code=c&state=other", "", "?z=1&state=%41", "?a"})
  void refusesAUrlWithoutTheStateOfTheSession(String query) {
    AuthorizationRequest request =
        AuthorizationRequest.of(URI.create("https://a.example"), Secret.of("mine"), VERIFIER);
    URI url = URI.create("https://app.example.com/linked" + query);

    assertThat(
            catchThrowableOfType(AuthorizationException.class, () -> grant.finish(request, url))
                .reason())
        .isEqualTo(AuthorizationException.Reason.OTHER_SESSION);
    assertThat(server.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "&error=access_denied, DENIED",
    "&error=server_error&error_description=pl4nted, REFUSED",
    "'', NO_CODE",
    "&code=, NO_CODE",
    "&code=%20, NO_CODE"
  })
  void saysWhyThereIsNoCode(String more, AuthorizationException.Reason reason) {
    AuthorizationRequest request = grant.begin();

    AuthorizationException error =
        catchThrowableOfType(
            AuthorizationException.class, () -> grant.finish(request, back(request, more)));

    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error).hasMessageNotContaining("pl4nted");
    assertThat(server.received()).isEmpty();
  }

  @Test
  void needsARefreshToken() {
    AuthorizationRequest request = grant.begin();
    server.then(json(200, "{\"access_token\":\"a1\"}"));

    assertThatThrownBy(() -> grant.finish(request, back(request, "&code=c")))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("refresh_token");
  }

  @Test
  void sendsTheCodeOnce() {
    AuthorizationRequest request = grant.begin();
    server.always(ApiServer.lost());

    TransportException error =
        catchThrowableOfType(
            TransportException.class, () -> grant.finish(request, back(request, "&code=c")));

    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "https://account.example.com/authorize#top, https://app.example.com/linked",
    "https://account.example.com/authorize, https://app.example.com/linked#top",
    "https://account.example.com/authorize, /linked"
  })
  void refusesUrlsThatCannotCarryAResponse(String authorizationUrl, String redirectUrl) {
    AuthorizationCodeGrant.Builder builder = grant(authorizationUrl, redirectUrl);

    assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesWhatIsMissing() {
    assertThatThrownBy(() -> AuthorizationCodeGrant.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("redirectUrl");
  }
}
