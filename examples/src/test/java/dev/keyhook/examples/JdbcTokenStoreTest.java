package dev.keyhook.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.Secret;
import dev.keyhook.subscriptions.schlagehome.OAuthClient;
import dev.keyhook.subscriptions.schlagehome.RefreshTokenSource;
import dev.keyhook.subscriptions.schlagehome.SchlageHomeSubscriptions;
import dev.keyhook.subscriptions.schlagehome.TokenState;
import dev.keyhook.testkit.schlagehome.FakeSchlageHomeApi;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class JdbcTokenStoreTest {

  @TempDir Path folder;
  private DataSource database;

  @BeforeEach
  void createTable() throws SQLException {
    SQLiteDataSource file = new SQLiteDataSource();
    file.setUrl("jdbc:sqlite:" + folder.resolve("tokens.db"));
    file.setBusyTimeout(30_000);
    database = file;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table schlage_tokens"
              + " (account varchar(64) primary key, version bigint, state text)");
    }
  }

  @Test
  void twoNodesShareTheTokensOfAnAccount() throws Exception {
    try (FakeSchlageHomeApi vendor = FakeSchlageHomeApi.start().rotateRefreshTokens()) {
      insert("ada", TokenState.of(vendor.refreshToken()));
      try (RefreshTokenSource one = node(vendor);
          RefreshTokenSource two = node(vendor);
          SchlageHomeSubscriptions first = client(vendor, one);
          SchlageHomeSubscriptions second = client(vendor, two)) {
        for (int round = 0; round < 3; round++) {
          vendor.revokeAccessTokens();
          CompletableFuture<Void> other = CompletableFuture.runAsync(second::list);
          first.list();
          other.get();
        }
      }
      assertThat(vendor.isAuthorizationRevoked()).isFalse();
      assertThat(new JdbcTokenStore(database, "ada").load().refreshToken())
          .isEqualTo(vendor.refreshToken());
    }
  }

  @Test
  void anAccountThatIsNotLinkedSaysSo() {
    assertThatThrownBy(() -> new JdbcTokenStore(database, "unknown").load())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("link");
  }

  @Test
  void replacesAStateOnlyIfItIsStillTheExpectedOne() throws SQLException {
    TokenState first = TokenState.of(Secret.of("refresh-1"));
    insert("ada", first);
    insert("bob", first);
    JdbcTokenStore ada = new JdbcTokenStore(database, "ada");
    TokenState second = TokenState.of(Secret.of("refresh-2")).replacing(first);
    TokenState other = TokenState.of(Secret.of("refresh-3")).replacing(first);

    assertThat(ada.compareAndSet(first, second)).isTrue();
    assertThat(ada.compareAndSet(first, other)).isFalse();
    assertThat(ada.load()).isEqualTo(second);
    assertThat(new JdbcTokenStore(database, "bob").load()).isEqualTo(first);
  }

  private void insert(String account, TokenState state) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("insert into schlage_tokens values (?, ?, ?)")) {
      insert.setString(1, account);
      insert.setLong(2, state.version());
      insert.setString(3, state.serialized());
      insert.executeUpdate();
    }
  }

  private RefreshTokenSource node(FakeSchlageHomeApi vendor) {
    return RefreshTokenSource.builder()
        .client(
            OAuthClient.builder()
                .tokenUrl(vendor.tokenUrl())
                .clientId(vendor.clientId())
                .clientSecret(vendor::clientSecret)
                .build())
        .store(new JdbcTokenStore(database, "ada"))
        .build();
  }

  private static SchlageHomeSubscriptions client(
      FakeSchlageHomeApi vendor, RefreshTokenSource tokens) {
    return SchlageHomeSubscriptions.builder()
        .baseUrl(vendor.baseUrl())
        .tokens(tokens)
        .subscriptionKey(vendor::subscriptionKey)
        .build();
  }
}
