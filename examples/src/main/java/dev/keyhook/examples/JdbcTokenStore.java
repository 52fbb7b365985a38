package dev.keyhook.examples;

import dev.keyhook.subscriptions.schlagehome.TokenState;
import dev.keyhook.subscriptions.schlagehome.TokenStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Stores the tokens of Schlage accounts in a table that all nodes share:
 *
 * <pre>{@code
 * create table schlage_tokens (account varchar(64) primary key, version bigint, state text)
 * }</pre>
 *
 * <p>The column {@code state} contains the tokens: encrypt it, or protect the table like other
 * secrets. Insert the first row when a user links an account: {@code tokens.version()} and {@code
 * tokens.serialized()} of the result of {@code AuthorizationCodeGrant.finish}. If the row exists,
 * call {@code store.compareAndSet(old, tokens.replacing(old))} with {@code old = store.load()}. The
 * connections must be in auto-commit mode, which is the default of JDBC.
 */
// region jdbc-token-store
record JdbcTokenStore(DataSource database, String account) implements TokenStore {

  @Override
  public TokenState load() {
    String sql = "select state from schlage_tokens where account = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, account);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("The account has no tokens; let its user link it");
        }
        return TokenState.parse(row.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The tokens cannot be read", e);
    }
  }

  @Override
  public boolean compareAndSet(TokenState expected, TokenState next) {
    String sql =
        "update schlage_tokens set version = ?, state = ? where account = ? and version = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, next.version());
      update.setString(2, next.serialized());
      update.setString(3, account);
      update.setLong(4, expected.version());
      return update.executeUpdate() == 1;
    } catch (SQLException e) {
      throw new IllegalStateException("The tokens cannot be stored", e);
    }
  }
}
// endregion
