package dev.keyhook.inbox;

import dev.keyhook.store.Transaction;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** The resources of a transaction of the application's framework. */
final class JoinedResources implements Transaction {

  private final List<Object> resources = new ArrayList<>();

  JoinedResources(Connection connection, Object... others) {
    resources.add(connection);
    resources.addAll(List.of(others));
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return resources.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "This transaction has no "
                        + type.getName()
                        + "; pass it to JdbcTransactions.Work.run(connection, ...)"));
  }

  @Override
  public String toString() {
    return "Transaction[" + resources.size() + " resources]";
  }
}
